namespace Pergola.Core;

/// <summary>
/// Who makes certificates. Keys are random and their making takes crypto that only an edge may do, so a decision that
/// needs a certificate is given an authority, as it is given entropy.
/// </summary>
public interface ICertificateAuthority
{
    /// <summary>A new key, and a certificate for it that leads to the authority's root.</summary>
    IssuedCertificate Issue(CertificateOrder order);
}

/// <summary>What a certificate should say.</summary>
/// <param name="Names">DNS names; the first is also the common name. A wildcard stands for one label.</param>
/// <param name="KeyAlgorithm">In ACM's words: <c>RSA_2048</c>, <c>EC_prime256v1</c>, …</param>
public sealed record CertificateOrder(
    ValueList<string> Names, string KeyAlgorithm, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>A certificate, in PEM throughout.</summary>
/// <param name="ChainPem">What leads from the certificate to a root, the nearest first.</param>
/// <param name="PrivateKeyPem">Unencrypted PKCS #8.</param>
public sealed record IssuedCertificate(string CertificatePem, string ChainPem, string PrivateKeyPem)
{
    /// <summary>Says nothing: a key must not get into a log.</summary>
    public override string ToString() => nameof(IssuedCertificate);
}
