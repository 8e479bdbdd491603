using System.Collections.Immutable;

namespace Pergola.Domain.Acm;

/// <summary>A certificate of AWS Certificate Manager, with its key, and what it says.</summary>
public sealed record Certificate : Resource
{
    public required string CertificateArn { get; init; }

    /// <inheritdoc/>
    public override string Id => CertificateArn;

    /// <summary>IMPORTED or AMAZON_ISSUED.</summary>
    public required string Type { get; init; }

    /// <summary>The certificate alone, in PEM.</summary>
    public required string CertificatePem { get; init; }

    /// <summary>The certificates that lead to its root, in PEM; null when none were given.</summary>
    public string? ChainPem { get; init; }

    /// <summary>The unencrypted key, in PEM. It leaves Pergola in TLS handshakes only, as signatures.</summary>
    public required string PrivateKeyPem { get; init; }

    /// <summary>What is read in the certificate.</summary>
    public required CertificateFacts Facts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for one that was requested.</summary>
    public DateTimeOffset? ImportedAt { get; init; }

    /// <summary>Null for one that was imported.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Set once it was renewed.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>DNS, EMAIL or HTTP; null for one that was imported.</summary>
    public string? ValidationMethod { get; init; }

    /// <summary>The domain to which a validation's mails would go, by name, where it was chosen.</summary>
    public ImmutableSortedDictionary<string, string> ValidationDomains { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>ENABLED or DISABLED; nothing here writes to a transparency log.</summary>
    public string TransparencyLogging { get; init; } = "ENABLED";

    /// <summary>ENABLED or DISABLED.</summary>
    public string Export { get; init; } = "DISABLED";

    public string? IdempotencyToken { get; init; }

    /// <summary>A hash of the request that had the token.</summary>
    public string? Fingerprint { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    internal override IEnumerable<string> Keys => IdempotencyToken is null ? [] : [IdempotencyToken];

    /// <summary>Says which it is and no more: a key must not get into a log.</summary>
    public override string ToString() => CertificateArn;
}

/// <summary>What a certificate says.</summary>
/// <param name="Names">
/// The DNS names that it is valid for: its subject alternative names, else its common name (RFC 6125, 6.4.4).
/// </param>
/// <param name="KeyAlgorithm">In ACM's words: <c>RSA_2048</c>, <c>EC_prime256v1</c>, …</param>
/// <param name="KeyUsages">In ACM's words.</param>
/// <param name="ExtendedKeyUsages">Their object identifiers.</param>
public sealed record CertificateFacts(
    ImmutableArray<string> Names,
    string Subject,
    string Issuer,
    string Serial,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string KeyAlgorithm,
    string SignatureAlgorithm,
    ImmutableArray<string> KeyUsages,
    ImmutableArray<string> ExtendedKeyUsages);
