using Pergola.Api.Acm;
using Pergola.Domain;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>DescribeCertificate: everything but the certificate itself.</summary>
internal static class DescribeCertificate
{
    public static Decision<DescribeCertificateResponse> Decide(
        DescribeCertificateRequest request, Snapshot snapshot, Given given) =>
        Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal)
            ? new DescribeCertificateResponse { Certificate = Detail(certificate, snapshot.In(given.Scope), given) }
            : refusal;

    private static CertificateDetail Detail(Certificate certificate, Realm realm, Given given)
    {
        var facts = certificate.Facts;
        var isRequested = certificate.Type == CertificateType.AmazonIssued;
        return new CertificateDetail
        {
            CertificateArn = certificate.CertificateArn,
            DomainName = CertificateText.DomainName(facts),
            SubjectAlternativeNames = facts.Names,
            DomainValidationOptions = isRequested ? DomainProof.Of(certificate) : null,
            Serial = facts.Serial,
            Subject = facts.Subject,
            Issuer = facts.Issuer,
            CreatedAt = certificate.CreatedAt,
            IssuedAt = certificate.IssuedAt,
            ImportedAt = certificate.ImportedAt,
            Status = Certificates.StatusOf(certificate, given.Now),
            NotBefore = facts.NotBefore,
            NotAfter = facts.NotAfter,
            KeyAlgorithm = facts.KeyAlgorithm,
            SignatureAlgorithm = facts.SignatureAlgorithm,
            InUseBy = [.. Certificates.UsersOf(realm, certificate.Id).Select(service => service.Arn)],
            Type = certificate.Type,
            RenewalSummary = certificate.RenewedAt is { } renewed
                ? new RenewalSummary
                {
                    RenewalStatus = RenewalStatus.Success,
                    DomainValidationOptions = DomainProof.Of(certificate),
                    UpdatedAt = renewed,
                }
                : null,
            KeyUsages = [.. facts.KeyUsages.Select(name => new KeyUsage { Name = name })],
            ExtendedKeyUsages = [.. facts.ExtendedKeyUsages.Select(oid => new ExtendedKeyUsage
            {
                Name = CertificateText.ExtendedUsageName(oid),
                OID = oid,
            })],
            RenewalEligibility = Certificates.EligibilityOf(certificate, realm),
            Options = new CertificateOptions
            {
                CertificateTransparencyLoggingPreference =
                    isRequested ? certificate.TransparencyLogging : CertificateTransparencyLoggingPreference.Disabled,
                Export = isRequested ? certificate.Export : null,
            },
        };
    }
}
