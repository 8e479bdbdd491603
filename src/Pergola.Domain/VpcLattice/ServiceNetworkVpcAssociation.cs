using System.Collections.Immutable;

namespace Pergola.Domain.VpcLattice;

/// <summary>
/// The association of a VPC with a service network: makes the network's services reachable from the VPC.
/// </summary>
public sealed record ServiceNetworkVpcAssociation : LatticeAssociation
{
    public required string VpcId { get; init; }

    /// <summary>In the order of the request; empty: no filtering.</summary>
    public ImmutableArray<string> SecurityGroupIds { get; init; } = [];

    public bool PrivateDnsEnabled { get; init; }

    /// <summary>As the API returns them; null when private DNS is off and none were given.</summary>
    public Api.VpcLattice.DnsOptions? DnsOptions { get; init; }

    /// <summary>
    /// Since when the node fails at it without a break; null while it does not. A node tries again by itself, so only
    /// what goes on failing is a failure of the association.
    /// </summary>
    public DateTimeOffset? FailingSince { get; init; }

    internal override IEnumerable<string> Keys =>
        [ServiceNetworkId, VpcId, .. SecurityGroupIds, .. Transition(Status)];
}
