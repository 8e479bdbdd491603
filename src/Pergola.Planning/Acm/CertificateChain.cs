using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pergola.Planning.Acm;

/// <summary>
/// The certificates above one. Each must have signed the one before; the root may be left out. Checked by hand,
/// because X509Chain would look into folders of the machine, and ask the network.
/// </summary>
internal static class CertificateChain
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    /// <summary>The chain, in PEM.</summary>
    /// <exception cref="CertificateFault">It does not lead upwards from the certificate.</exception>
    public static string Read(X509Certificate2 certificate, string pem)
    {
        var text = new StringBuilder();
        var below = certificate;
        var above = CertificateText.All(pem, "CertificateChain");
        try
        {
            foreach (var issuer in above)
            {
                if (!Signed(issuer, below))
                {
                    throw new CertificateFault(
                        $"Could not validate the certificate with the certificate chain: '{issuer.Subject}' did not "
                        + $"sign '{below.Subject}'. The chain begins with what signed the certificate, and does not "
                        + "hold the certificate itself.");
                }

                text.Append(issuer.ExportCertificatePem()).Append('\n');
                below = issuer;
            }
        }
        finally
        {
            above.ForEach(each => each.Dispose());
        }

        return text.ToString();
    }

    private static bool Signed(X509Certificate2 issuer, X509Certificate2 subject)
    {
        // RFC 5280, 4.1: the part that is signed, the algorithm, the signature.
        if (!issuer.SubjectName.RawData.AsSpan().SequenceEqual(subject.IssuerName.RawData))
        {
            return false;
        }

        var reader = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence();
        var signed = reader.ReadEncodedValue();
        reader.ReadEncodedValue();
        var signature = reader.ReadBitString(out _);
        var hash = HashOf(subject.SignatureAlgorithm);
        using var rsa = issuer.GetRSAPublicKey();
        if (rsa is not null)
        {
            var padding = subject.SignatureAlgorithm.Value == RsaPss
                ? RSASignaturePadding.Pss
                : RSASignaturePadding.Pkcs1;
            return rsa.VerifyData(signed.Span, signature, hash, padding);
        }

        using var ecdsa = issuer.GetECDsaPublicKey();
        return ecdsa is not null && ecdsa.VerifyData(
            signed.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static HashAlgorithmName HashOf(Oid algorithm) => algorithm.FriendlyName switch
    {
        { } name when name.Contains("512", StringComparison.Ordinal) => HashAlgorithmName.SHA512,
        { } name when name.Contains("384", StringComparison.Ordinal) => HashAlgorithmName.SHA384,
        { } name when name.Contains("sha1", StringComparison.OrdinalIgnoreCase) => HashAlgorithmName.SHA1,
        _ => HashAlgorithmName.SHA256,
    };
}
