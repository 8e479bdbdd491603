using Pergola.Api.Acm;
using Pergola.Domain;

namespace Pergola.Planning.Acm;

/// <summary>GetCertificate: the certificate and its chain in PEM; the key never.</summary>
internal static class GetCertificate
{
    public static Decision<GetCertificateResponse> Decide(
        GetCertificateRequest request, Snapshot snapshot, Given given) =>
        Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal)
            ? new GetCertificateResponse
            {
                Certificate = certificate.CertificatePem,
                CertificateChain = certificate.ChainPem,
            }
            : refusal;
}
