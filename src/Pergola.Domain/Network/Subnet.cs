using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A subnet: a part of its VPC's network in one availability zone.</summary>
public sealed record Subnet : Resource
{
    public required string SubnetId { get; init; }

    /// <inheritdoc/>
    public override string Id => SubnetId;

    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    public required string CidrBlock { get; init; }

    public required string AvailabilityZone { get; init; }

    public bool MapPublicIpOnLaunch { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
