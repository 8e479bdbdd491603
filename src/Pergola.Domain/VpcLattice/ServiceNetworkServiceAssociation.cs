namespace Pergola.Domain.VpcLattice;

/// <summary>The association of a service with a service network: puts the service into the network.</summary>
public sealed record ServiceNetworkServiceAssociation : LatticeResource
{
    public required string AssociationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AssociationId;

    public required string ServiceNetworkId { get; init; }

    public required string ServiceId { get; init; }

    /// <summary>CREATE_IN_PROGRESS, ACTIVE or DELETE_IN_PROGRESS.</summary>
    public required string Status { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    /// <summary>The account that made it.</summary>
    public required string CreatedBy { get; init; }

    internal override IEnumerable<string> Keys => [ServiceNetworkId, ServiceId, .. Transition(Status)];
}
