using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pergola.Api.Acm;
using Pergola.Domain.Acm;

namespace Pergola.Planning.Acm;

/// <summary>
/// Certificates in PEM, read. This is arithmetic on bytes that were given: no key is made here, and nothing of the
/// machine is asked.
/// </summary>
internal static class CertificateText
{
    public const string RsaKey = "1.2.840.113549.1.1.1";

    private const string EcKey = "1.2.840.10045.2.1";
    private const string Label = "CERTIFICATE";

    private static readonly string[] s_hashes = ["SHA512", "SHA384", "SHA256"];

    private static readonly (X509KeyUsageFlags Flag, string Name)[] s_usages =
    [
        (X509KeyUsageFlags.DigitalSignature, KeyUsageName.DigitalSignature),
        (X509KeyUsageFlags.NonRepudiation, KeyUsageName.NonRepudiation),
        (X509KeyUsageFlags.KeyEncipherment, KeyUsageName.KeyEncipherment),
        (X509KeyUsageFlags.DataEncipherment, KeyUsageName.DataEncipherment),
        (X509KeyUsageFlags.KeyAgreement, KeyUsageName.KeyAgreement),
        (X509KeyUsageFlags.KeyCertSign, KeyUsageName.CertificateSigning),
        (X509KeyUsageFlags.CrlSign, KeyUsageName.CrlSigning),
        (X509KeyUsageFlags.EncipherOnly, KeyUsageName.EncipherOnly),
        (X509KeyUsageFlags.DecipherOnly, KeyUsageName.DecipherOnly),
    ];

    /// <summary>What a certificate says.</summary>
    /// <exception cref="CertificateFault">Its key is none that ACM takes.</exception>
    public static CertificateFacts Read(string pem)
    {
        using var certificate = One(pem, "Certificate");
        return Read(certificate);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static CertificateFacts Read(X509Certificate2 certificate) => new(
        [.. Names(certificate)],
        certificate.Subject,
        Issuer(certificate),
        string.Join(':', certificate.SerialNumber.ToLowerInvariant().Chunk(2).Select(pair => new string(pair))),
        new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        KeyAlgorithmOf(certificate),
        SignatureAlgorithmOf(certificate),
        [.. Usages(certificate)],
        [
            .. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value!)),
        ]);

    /// <summary>The name that ACM shows: the first.</summary>
    public static string? DomainName(CertificateFacts facts) => facts.Names.FirstOrDefault();

    public static IEnumerable<string> ExtendedUsageNames(CertificateFacts facts) =>
        facts.ExtendedKeyUsages.Select(ExtendedUsageName);

    public static string ExtendedUsageName(string oid) => oid switch
    {
        "1.3.6.1.5.5.7.3.1" => ExtendedKeyUsageName.TlsWebServerAuthentication,
        "1.3.6.1.5.5.7.3.2" => ExtendedKeyUsageName.TlsWebClientAuthentication,
        "1.3.6.1.5.5.7.3.3" => ExtendedKeyUsageName.CodeSigning,
        "1.3.6.1.5.5.7.3.4" => ExtendedKeyUsageName.EmailProtection,
        "1.3.6.1.5.5.7.3.8" => ExtendedKeyUsageName.TimeStamping,
        "1.3.6.1.5.5.7.3.9" => ExtendedKeyUsageName.OcspSigning,
        "2.5.29.37.0" => ExtendedKeyUsageName.Any,
        _ => ExtendedKeyUsageName.Custom,
    };

    /// <summary>The only certificate in a text.</summary>
    /// <exception cref="CertificateFault">There is none, or more than one.</exception>
    public static X509Certificate2 One(string pem, string field)
    {
        var all = All(pem, field);
        if (all is [var only])
        {
            return only;
        }

        all.ForEach(each => each.Dispose());
        throw new CertificateFault(
            $"{field} holds {all.Count} certificates; it must hold exactly one. Others belong into CertificateChain.");
    }

    /// <summary>All certificates in a text, at least one.</summary>
    /// <exception cref="CertificateFault">There is none, or something else.</exception>
    public static List<X509Certificate2> All(string pem, string field)
    {
        var all = new List<X509Certificate2>();
        var rest = pem.AsSpan();
        try
        {
            while (PemEncoding.TryFind(rest, out var found))
            {
                if (!rest[found.Label].SequenceEqual(Label))
                {
                    throw new CertificateFault($"{field} holds a '{rest[found.Label]}'; it must hold certificates.");
                }

                all.Add(X509CertificateLoader.LoadCertificate(
                    Convert.FromBase64String(rest[found.Base64Data].ToString())));
                rest = rest[found.Location.End..];
            }
        }
        catch (CryptographicException error)
        {
            all.ForEach(each => each.Dispose());
            throw new CertificateFault($"{field} holds something that is no X.509 certificate: {error.Message}");
        }

        return all.Count > 0
            ? all
            : throw new CertificateFault($"{field} is not PEM-encoded; it must begin with -----BEGIN {Label}-----.");
    }

    // VPC Lattice and every browser look at the common name only where there is no subject alternative name.
    private static IEnumerable<string> Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .ToList();
        var names = alternatives.Count > 0
            ? alternatives
            : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];
        return names.Where(name => name.Length > 0).Select(name => name.ToLowerInvariant()).Distinct();
    }

    // ACM shows who issued a certificate by the organization's name.
    private static string Issuer(X509Certificate2 certificate)
    {
        var organization = certificate.IssuerName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10");
        return organization?.GetSingleElementValue()
            ?? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
    }

    private static string KeyAlgorithmOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.PublicKey.Oid.Value == EcKey ? certificate.GetECDsaPublicKey() : null;
        return (rsa?.KeySize, ecdsa?.KeySize) switch
        {
            (1024, _) => KeyAlgorithm.Rsa1024,
            (2048, _) => KeyAlgorithm.Rsa2048,
            (3072, _) => KeyAlgorithm.Rsa3072,
            (4096, _) => KeyAlgorithm.Rsa4096,
            (_, 256) => KeyAlgorithm.EcPrime256v1,
            (_, 384) => KeyAlgorithm.EcSecp384r1,
            (_, 521) => KeyAlgorithm.EcSecp521r1,
            _ => throw new CertificateFault(
                "The certificate's key is of no supported algorithm and size: RSA of 1024, 2048, 3072 or 4096 bits, "
                + "or elliptic curve P-256, P-384 or P-521."),
        };
    }

    // In ACM's form: SHA256WITHRSA.
    private static string SignatureAlgorithmOf(X509Certificate2 certificate)
    {
        var name = (certificate.SignatureAlgorithm.FriendlyName ?? "").ToUpperInvariant();
        var hash = s_hashes.FirstOrDefault(name.Contains) ?? "SHA1";
        return $"{hash}WITH{(name.Contains("ECDSA", StringComparison.Ordinal) ? "ECDSA" : "RSA")}";
    }

    private static IEnumerable<string> Usages(X509Certificate2 certificate)
    {
        var flags = certificate.Extensions.OfType<X509KeyUsageExtension>()
            .Aggregate(X509KeyUsageFlags.None, (all, extension) => all | extension.KeyUsages);
        return s_usages.Where(usage => flags.HasFlag(usage.Flag)).Select(usage => usage.Name);
    }
}
