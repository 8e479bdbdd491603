using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A subnet: a part of its VPC's network in one availability zone.</summary>
public sealed record Subnet : Resource, ITagged
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

    public bool EnableDns64 { get; init; }

    /// <summary><c>ip-name</c> or <c>resource-name</c>.</summary>
    public string HostnameType { get; init; } = "ip-name";

    public bool EnableResourceNameDnsARecord { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}
