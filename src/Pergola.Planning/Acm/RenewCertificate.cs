using Pergola.Api.Acm;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Acm;

/// <summary>RenewCertificate: a new key and a new term under the same ARN, for what was requested.</summary>
internal static class RenewCertificate
{
    public static Decision<Nothing> Decide(RenewCertificateRequest request, Snapshot snapshot, Given given)
    {
        if (!Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal))
        {
            return refusal;
        }

        if (certificate.Type == CertificateType.Imported || given.Authority is null)
        {
            return new AcmError.Validation(
                $"Certificate {certificate.Id} was imported and cannot be renewed; import a new one to the same ARN.");
        }

        var issued = Issuance.Issue(given, [.. certificate.Facts.Names], certificate.Facts.KeyAlgorithm);
        return new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope, certificate with
        {
            CertificatePem = issued.CertificatePem,
            ChainPem = issued.ChainPem,
            PrivateKeyPem = issued.PrivateKeyPem,
            Facts = CertificateText.Read(issued.CertificatePem),
            RenewedAt = given.Now,
        })]);
    }
}
