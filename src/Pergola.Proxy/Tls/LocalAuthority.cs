using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pergola.Core;

namespace Pergola.Proxy.Tls;

/// <summary>
/// Pergola's own authority: a root made once, and the certificates that it signs. Whoever trusts the root can check
/// Lattice's generated names and what was requested of ACM. Safe for many threads.
/// </summary>
public sealed class LocalAuthority : ICertificateAuthority, IDisposable
{
    /// <summary>Long enough that nobody has to give clients another root.</summary>
    private static readonly TimeSpan s_rootValidity = TimeSpan.FromDays(3650);

    /// <summary>A client's clock may be a little behind.</summary>
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 _root;

    private LocalAuthority(X509Certificate2 root) => _root = root;

    /// <summary>The root, in PEM: what clients trust.</summary>
    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>The root's key, in PEM.</summary>
    public string KeyPem
    {
        get
        {
            using var key = _root.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    /// <summary>A new root, valid from now on.</summary>
    public static LocalAuthority Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Pergola local authority, O=Pergola", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new LocalAuthority(request.CreateSelfSigned(now - s_clockSkew, now + s_rootValidity));
    }

    /// <summary>The root that was made before.</summary>
    /// <exception cref="CryptographicException">The texts are no certificate and its key.</exception>
    public static LocalAuthority Of(string rootPem, string keyPem) =>
        new(X509Certificate2.CreateFromPem(rootPem, keyPem));

    /// <inheritdoc/>
    public IssuedCertificate Issue(CertificateOrder order)
    {
        using AsymmetricAlgorithm key = MakeKey(order.KeyAlgorithm);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(order.Names[0].Length <= 64 ? order.Names[0] : "Pergola");   // RFC 5280: 64 at most.
        var request = key is RSA rsa
            ? new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject.Build(), (ECDsa)key, HashAlgorithmName.SHA256);
        AddExtensions(request, order, isRsa: key is RSA);

        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7F;   // Positive.
        using var rootKey = _root.GetECDsaPrivateKey()!;
        using var issued = request.Create(
            _root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), Later(order.NotBefore - s_clockSkew),
            Earlier(order.NotAfter), serial);
        return new IssuedCertificate(
            issued.ExportCertificatePem() + "\n", RootPem, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    // A certificate may not outlive its root.
    private DateTimeOffset Earlier(DateTimeOffset end) => end < Utc(_root.NotAfter) ? end : Utc(_root.NotAfter);

    private DateTimeOffset Later(DateTimeOffset start) => start > Utc(_root.NotBefore) ? start : Utc(_root.NotBefore);

    private static DateTimeOffset Utc(DateTime local) => new(local.ToUniversalTime());

    private void AddExtensions(CertificateRequest request, CertificateOrder order, bool isRsa)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in order.Names)
        {
            names.AddDnsName(name);
        }

        var usages = X509KeyUsageFlags.DigitalSignature | (isRsa ? X509KeyUsageFlags.KeyEncipherment : 0);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usages, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));   // Server, client.
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
    }

    private static AsymmetricAlgorithm MakeKey(string algorithm) => algorithm switch
    {
        "EC_prime256v1" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "EC_secp384r1" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "EC_secp521r1" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        "RSA_1024" => RSA.Create(1024),
        "RSA_3072" => RSA.Create(3072),
        "RSA_4096" => RSA.Create(4096),
        _ => RSA.Create(2048),
    };
}
