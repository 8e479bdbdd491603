using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>An internet gateway, attached to one VPC or to none.</summary>
public sealed record InternetGateway : Resource, ITagged
{
    public required string InternetGatewayId { get; init; }

    /// <inheritdoc/>
    public override string Id => InternetGatewayId;

    /// <summary>The VPC it is attached to; null when detached.</summary>
    public string? VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}
