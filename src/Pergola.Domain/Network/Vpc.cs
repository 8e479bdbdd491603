using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A VPC.</summary>
public sealed record Vpc : Resource, ITagged
{
    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string Id => VpcId;

    /// <summary>The primary network, <c>10.0.0.0/16</c>.</summary>
    public required string CidrBlock { get; init; }

    /// <summary>The id of the primary network's association, <c>vpc-cidr-assoc-…</c>.</summary>
    public string CidrAssociationId { get; init; } = "";

    /// <summary>Networks that AssociateVpcCidrBlock added.</summary>
    public ImmutableArray<VpcCidr> SecondaryCidrs { get; init; } = [];

    public bool EnableDnsSupport { get; init; } = true;

    public bool EnableDnsHostnames { get; init; }

    public bool EnableNetworkAddressUsageMetrics { get; init; }

    /// <summary><c>default</c> or <c>dedicated</c>.</summary>
    public string InstanceTenancy { get; init; } = "default";

    /// <summary>True for the VPC that CreateDefaultVpc made.</summary>
    public bool IsDefault { get; init; }

    public string DhcpOptionsId { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True once the machine confirmed the network; only then does the API say <c>available</c>.</summary>
    public bool Available { get; init; }

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>A further network of a VPC.</summary>
public sealed record VpcCidr(string AssociationId, string CidrBlock);
