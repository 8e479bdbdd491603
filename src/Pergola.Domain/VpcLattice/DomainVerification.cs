namespace Pergola.Domain.VpcLattice;

/// <summary>The proof, by a TXT record, that an account owns a domain.</summary>
public sealed record DomainVerification : LatticeResource
{
    public required string DomainVerificationId { get; init; }

    /// <inheritdoc/>
    public override string Id => DomainVerificationId;

    public required string DomainName { get; init; }

    /// <summary>The label below the domain where the TXT record must be: <c>_…</c>.</summary>
    public required string TxtName { get; init; }

    /// <summary>What the TXT record must hold: <c>vpc-lattice:…</c>.</summary>
    public required string TxtValue { get; init; }

    /// <summary>PENDING, VERIFIED or VERIFICATION_TIMED_OUT.</summary>
    public required string Status { get; init; }

    /// <summary>When a pending verification gives up.</summary>
    public required DateTimeOffset GivesUpAt { get; init; }

    /// <summary>When the TXT record was first seen since it was last missing; null before.</summary>
    public DateTimeOffset? LastVerifiedAt { get; init; }

    /// <summary>The full name of the TXT record, lower case.</summary>
    public string TxtRecordName => $"{TxtName}.{DomainName}".ToLowerInvariant();

    internal override IEnumerable<string> Keys => [DomainName.ToLowerInvariant()];
}
