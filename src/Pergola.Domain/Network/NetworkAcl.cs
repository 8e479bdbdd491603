using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A network ACL. It is kept and shown; the fabric does not enforce it yet.</summary>
public sealed record NetworkAcl : Resource, ITagged
{
    /// <summary>The number of the closing entry that denies everything, which nobody can change.</summary>
    public const int ClosingRule = 32767;

    public required string NetworkAclId { get; init; }

    /// <inheritdoc/>
    public override string Id => NetworkAclId;

    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    public required bool IsDefault { get; init; }

    public ImmutableArray<NetworkAclEntry> Entries { get; init; } = [];

    public ImmutableArray<NetworkAclAssociation> Associations { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>What ties a subnet to its network ACL; every subnet has exactly one.</summary>
public sealed record NetworkAclAssociation(string AssociationId, string SubnetId);

/// <summary>One entry; number and direction identify it within its ACL.</summary>
public sealed record NetworkAclEntry
{
    public required int RuleNumber { get; init; }

    public required bool Egress { get; init; }

    /// <summary>A protocol number, or <c>-1</c> for every protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary><c>allow</c> or <c>deny</c>.</summary>
    public required string RuleAction { get; init; }

    public string? CidrBlock { get; init; }

    public string? Ipv6CidrBlock { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    public int? IcmpType { get; init; }

    public int? IcmpCode { get; init; }
}
