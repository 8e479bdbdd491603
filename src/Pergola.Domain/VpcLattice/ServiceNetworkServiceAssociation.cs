namespace Pergola.Domain.VpcLattice;

/// <summary>The association of a service with a service network: puts the service into the network.</summary>
public sealed record ServiceNetworkServiceAssociation : LatticeAssociation
{
    public required string ServiceId { get; init; }

    internal override IEnumerable<string> Keys => [ServiceNetworkId, ServiceId, .. Transition(Status)];
}
