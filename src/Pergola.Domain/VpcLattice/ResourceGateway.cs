using System.Collections.Immutable;

namespace Pergola.Domain.VpcLattice;

/// <summary>The way into a VPC for consumers of its resources: interfaces in some of its subnets.</summary>
public sealed record ResourceGateway : LatticeResource, INamed
{
    public required string ResourceGatewayId { get; init; }

    /// <inheritdoc/>
    public override string Id => ResourceGatewayId;

    public required string Name { get; init; }

    public required string VpcId { get; init; }

    /// <summary>In the order of the request, each in a zone of its own.</summary>
    public required ImmutableArray<string> SubnetIds { get; init; }

    public required ImmutableArray<string> SecurityGroupIds { get; init; }

    /// <summary>IPV4, IPV6 or DUALSTACK.</summary>
    public required string IpAddressType { get; init; }

    /// <summary>Null when it has no IPv4 addresses.</summary>
    public int? Ipv4AddressesPerEni { get; init; }

    /// <summary>IN_VPC or PUBLIC: where domain names of its resources are resolved.</summary>
    public required string DnsResolution { get; init; }

    /// <summary>Its interfaces, one for each subnet, in the subnets' order.</summary>
    public ImmutableArray<string> NetworkInterfaceIds { get; init; } = [];

    /// <summary>CREATE_IN_PROGRESS, ACTIVE, UPDATE_IN_PROGRESS or DELETE_IN_PROGRESS.</summary>
    public required string Status { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    internal override IEnumerable<string> Keys => [Name, VpcId, .. Transition(Status)];
}
