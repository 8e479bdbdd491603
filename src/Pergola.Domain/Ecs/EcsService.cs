using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>An ECS service: so many tasks of a definition, kept running.</summary>
public sealed record EcsService : Resource
{
    public required string ClusterName { get; init; }

    public required string ServiceName { get; init; }

    /// <inheritdoc/>
    public override string Id => Key(ClusterName, ServiceName);

    /// <inheritdoc/>
    public override string? Parent => ClusterName;

    public required string Arn { get; init; }

    /// <summary>ACTIVE, DRAINING or INACTIVE.</summary>
    public required string Status { get; init; }

    public required int DesiredCount { get; init; }

    public string SchedulingStrategy { get; init; } = "REPLICA";

    /// <summary>With both percentages filled in.</summary>
    public required Api.Ecs.DeploymentConfiguration DeploymentConfiguration { get; init; }

    public string DeploymentController { get; init; } = "ECS";

    public int? HealthCheckGracePeriodSeconds { get; init; }

    public bool EnableEcsManagedTags { get; init; }

    public bool EnableExecuteCommand { get; init; }

    public string PropagateTags { get; init; } = "NONE";

    public string AvailabilityZoneRebalancing { get; init; } = "ENABLED";

    public string? ClientToken { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>PRIMARY first, then those that still have tasks; empty once INACTIVE.</summary>
    public ImmutableArray<EcsDeployment> Deployments { get; init; } = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<EcsEvent> Events { get; init; } = [];

    /// <summary>True since the last event said so, until something changes.</summary>
    public bool Steady { get; init; }

    /// <summary>Why and until when new tasks wait.</summary>
    public LaunchBackoff Backoff { get; init; } = new(0, null, null);

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The deployment that tasks are started for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public EcsDeployment? Primary => Deployments.FirstOrDefault(deployment => deployment.IsPrimary);

    /// <summary>The key of a service: its name is unique within its cluster.</summary>
    public static string Key(string clusterName, string serviceName) => $"{clusterName}/{serviceName}";
}

/// <summary>What failed starts have led to: a fact about the service, not a loop around a call.</summary>
/// <param name="Attempts">Failures in a row.</param>
/// <param name="LastFailure">When the newest was.</param>
/// <param name="NotBefore">No task is started before then.</param>
public sealed record LaunchBackoff(int Attempts, DateTimeOffset? LastFailure, DateTimeOffset? NotBefore);

/// <summary>A sentence for people about a service.</summary>
public sealed record EcsEvent(string EventId, DateTimeOffset CreatedAt, string Message);
