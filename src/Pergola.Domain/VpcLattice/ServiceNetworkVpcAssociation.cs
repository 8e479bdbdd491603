using System.Collections.Immutable;

namespace Pergola.Domain.VpcLattice;

/// <summary>
/// The association of a VPC with a service network: makes the network's services reachable from the VPC.
/// </summary>
public sealed record ServiceNetworkVpcAssociation : LatticeResource
{
    public required string AssociationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AssociationId;

    public required string ServiceNetworkId { get; init; }

    public required string VpcId { get; init; }

    /// <summary>In the order of the request; empty: no filtering.</summary>
    public ImmutableArray<string> SecurityGroupIds { get; init; } = [];

    public bool PrivateDnsEnabled { get; init; }

    /// <summary>As given; null when none were.</summary>
    public Api.VpcLattice.DnsOptions? DnsOptions { get; init; }

    /// <summary>CREATE_IN_PROGRESS, ACTIVE, UPDATE_IN_PROGRESS or DELETE_IN_PROGRESS.</summary>
    public required string Status { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    /// <summary>The account that made it.</summary>
    public required string CreatedBy { get; init; }

    internal override IEnumerable<string> Keys => [ServiceNetworkId, VpcId, .. Transition(Status)];
}
