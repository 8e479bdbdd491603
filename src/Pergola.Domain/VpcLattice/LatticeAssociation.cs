namespace Pergola.Domain.VpcLattice;

/// <summary>Something associated with a service network: what all such associations are and go through.</summary>
public abstract record LatticeAssociation : LatticeResource
{
    public required string AssociationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AssociationId;

    public required string ServiceNetworkId { get; init; }

    /// <summary>CREATE_IN_PROGRESS, ACTIVE, DELETE_IN_PROGRESS, CREATE_FAILED, …</summary>
    public required string Status { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    /// <summary>The account that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>
    /// The other account that it concerns, which keeps the same association with an ARN of its own; null when both ends
    /// are of one account.
    /// </summary>
    public string? OtherAccount { get; init; }

    /// <summary>Why it is not what was asked: a word; null while nothing failed.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Why it is not what was asked: a sentence; null while nothing failed.</summary>
    public string? FailureMessage { get; init; }
}
