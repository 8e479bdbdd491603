using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A security group of a VPC.</summary>
public sealed record SecurityGroup : Resource, ITagged
{
    public required string GroupId { get; init; }

    /// <inheritdoc/>
    public override string Id => GroupId;

    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    public required string GroupName { get; init; }

    public required string Description { get; init; }

    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True for the group that every VPC has and nobody can delete.</summary>
    public bool IsDefault => GroupName == "default";

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>One rule of a security group; exactly one of the peers is set.</summary>
public sealed record SecurityGroupRule
{
    public required string RuleId { get; init; }

    public required bool IsEgress { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c>, <c>icmp</c>, a number, or <c>-1</c> for every protocol.</summary>
    public required string IpProtocol { get; init; }

    /// <summary>Absent for every port; for ICMP the type.</summary>
    public int? FromPort { get; init; }

    /// <summary>Absent for every port; for ICMP the code.</summary>
    public int? ToPort { get; init; }

    public string? CidrIpv4 { get; init; }

    public string? CidrIpv6 { get; init; }

    public string? PrefixListId { get; init; }

    public string? ReferencedGroupId { get; init; }

    public string? Description { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
