using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pergola.Planning.Acm;

/// <summary>Private keys in PEM: PKCS #8, or the older forms of RSA and EC. Never encrypted.</summary>
internal static class PrivateKeys
{
    /// <summary>The key as PKCS #8, when it is the certificate's.</summary>
    /// <exception cref="CertificateFault">It is none, or another's.</exception>
    public static string Read(string pem, X509Certificate2 certificate)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new CertificateFault("The private key is encrypted; it must be given without a passphrase.");
        }

        using AsymmetricAlgorithm key =
            certificate.PublicKey.Oid.Value == CertificateText.RsaKey ? RSA.Create() : ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new CertificateFault(
                "The private key is not a PEM-encoded key of the certificate's algorithm: " + error.Message);
        }

        // What is only a public key would otherwise pass for the certificate's.
        byte[] spoken;
        try
        {
            spoken = key.ExportPkcs8PrivateKey();
        }
        catch (CryptographicException)
        {
            throw new CertificateFault("PrivateKey holds a public key only.");
        }

        return key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(
            certificate.PublicKey.ExportSubjectPublicKeyInfo())
            ? PemEncoding.WriteString("PRIVATE KEY", spoken) + "\n"
            : throw new CertificateFault("The private key does not belong to the certificate's public key.");
    }
}
