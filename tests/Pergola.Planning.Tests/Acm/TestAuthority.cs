using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pergola.Core;

namespace Pergola.Planning.Tests.Acm;

/// <summary>An authority with an intermediate one below it, and what can be made with both.</summary>
internal sealed class TestAuthority : ICertificateAuthority
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _middle;

    public TestAuthority()
    {
        _root = Self("CN=Test root, O=Testers", ECDsa.Create(ECCurve.NamedCurves.nistP256));
        _middle = Signed("CN=Test middle", ECDsa.Create(ECCurve.NamedCurves.nistP384), _root, []);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset End { get; } = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>From the nearest to the root.</summary>
    public string Chain => _middle.ExportCertificatePem() + "\n" + _root.ExportCertificatePem();

    public string Root => _root.ExportCertificatePem();

    /// <summary>A certificate below the middle one.</summary>
    public IssuedCertificate Leaf(AsymmetricAlgorithm key, params string[] names) => Leaf(key, Start, End, names);

    public IssuedCertificate Leaf(
        AsymmetricAlgorithm key, DateTimeOffset start, DateTimeOffset end, params string[] names)
    {
        using var leaf = Signed($"CN={names.FirstOrDefault("nobody.example")}", key, _middle, names, start, end);
        return new IssuedCertificate(leaf.ExportCertificatePem(), Chain, key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public IssuedCertificate Issue(CertificateOrder order)
    {
        using AsymmetricAlgorithm key = order.KeyAlgorithm.StartsWith("EC", StringComparison.Ordinal)
            ? ECDsa.Create(ECCurve.NamedCurves.nistP256)
            : RSA.Create(2048);
        return Leaf(key, order.NotBefore, order.NotAfter, [.. order.Names]);
    }

    public static byte[] Bytes(string pem) => Encoding.ASCII.GetBytes(pem);

    public static X509Certificate2 Self(string subject, ECDsa key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Start, End);
    }

    private static X509Certificate2 Signed(
        string subject, AsymmetricAlgorithm key, X509Certificate2 issuer, string[] names,
        DateTimeOffset? start = null, DateTimeOffset? end = null)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        if (names.Length > 0)
        {
            request.CertificateExtensions.Add(alternatives.Build());
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        }
        else
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        }

        using var signer = issuer.GetECDsaPrivateKey()!;
        using var signed = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), start ?? Start, end ?? End,
            [1, 2, (byte)subject.Length]);
        return key is ECDsa own ? signed.CopyWithPrivateKey(own) : signed.CopyWithPrivateKey((RSA)key);
    }
}
