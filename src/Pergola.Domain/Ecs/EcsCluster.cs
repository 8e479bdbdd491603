using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>An ECS cluster. An INACTIVE one stays describable for a while; a new one may take its name.</summary>
public sealed record EcsCluster : Resource
{
    public required string ClusterName { get; init; }

    /// <inheritdoc/>
    public override string Id => ClusterName;

    public required string Arn { get; init; }

    /// <summary>ACTIVE or INACTIVE.</summary>
    public required string Status { get; init; }

    public ImmutableArray<Api.Ecs.ClusterSetting> Settings { get; init; } = [];

    public Api.Ecs.ClusterConfiguration? Configuration { get; init; }

    /// <summary>The Cloud Map namespace that Service Connect uses by default.</summary>
    public string? ServiceConnectNamespace { get; init; }

    public ImmutableArray<string> CapacityProviders { get; init; } = [];

    public ImmutableArray<Api.Ecs.CapacityProviderStrategyItem> DefaultStrategy { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? InactiveSince { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
