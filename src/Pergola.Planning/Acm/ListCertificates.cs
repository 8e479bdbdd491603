using Pergola.Api.Acm;
using Pergola.Domain;
using Pergola.Planning.VpcLattice;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>ListCertificates: in creation order, or the newest first.</summary>
internal static class ListCertificates
{
    /// <summary>
    /// What is listed when no key types are asked for: "by default only RSA_1024 and RSA_2048" (ACM API reference).
    /// </summary>
    private static readonly string[] s_keyTypes = [KeyAlgorithm.Rsa1024, KeyAlgorithm.Rsa2048];

    /// <summary>The most that one answer holds (MaxItems in the model), also when nothing is asked.</summary>
    private const int Most = 1000;

    /// <summary>The names that a summary holds (ACM API reference, CertificateSummary).</summary>
    private const int NamesMost = 100;

    public static Decision<ListCertificatesResponse> Decide(
        ListCertificatesRequest request, Snapshot snapshot, Given given)
    {
        if (request.SortBy is null != request.SortOrder is null)
        {
            return new AcmError.InvalidArgs(
                $"SortBy is '{request.SortBy}' and SortOrder '{request.SortOrder}'; give both or none.");
        }

        var token = new PageToken(AcmApi.ListCertificates, request with { MaxItems = null, NextToken = null }, given);
        if (!token.TryRead(request.NextToken, out var after))
        {
            return new AcmError.InvalidArgs("NextToken is not one of this list's.");
        }

        var realm = snapshot.In(given.Scope);
        var fitting = realm.Of<Certificate>().All.Where(certificate => Fits(certificate, request, given));
        var sign = request.SortOrder == SortOrder.Descending ? -1 : 1;
        var (page, next) = token.Cut(
            fitting.OrderBy(certificate => sign * certificate.Ordinal),
            certificate => sign * certificate.Ordinal,
            request.NextToken is null ? long.MinValue : after,
            request.MaxItems ?? Most);
        return new ListCertificatesResponse
        {
            CertificateSummaryList = [.. page.Select(certificate => Summary(certificate, realm, given))],
            NextToken = next,
        };
    }

    private static bool Fits(Certificate certificate, ListCertificatesRequest request, Given given)
    {
        var keyTypes = request.Includes?.KeyTypes is { Count: > 0 } asked ? asked : s_keyTypes;
        var usages = request.Includes?.KeyUsage ?? [];
        var extended = request.Includes?.ExtendedKeyUsage ?? [];
        var names = CertificateText.ExtendedUsageNames(certificate.Facts).ToList();
        return keyTypes.Contains(certificate.Facts.KeyAlgorithm)
            && (request.CertificateStatuses is not { Count: > 0 } statuses
                || statuses.Contains(Certificates.StatusOf(certificate, given.Now)))
            && (request.Includes?.ExportOption ?? certificate.Export) == certificate.Export
            && request.Includes?.ManagedBy is null
            && usages.All(usage => usage == KeyUsageName.Any || certificate.Facts.KeyUsages.Contains(usage))
            && extended.All(usage => usage == ExtendedKeyUsageName.Any || names.Contains(usage));
    }

    private static CertificateSummary Summary(Certificate certificate, Realm realm, Given given) => new()
    {
        CertificateArn = certificate.CertificateArn,
        DomainName = CertificateText.DomainName(certificate.Facts),
        SubjectAlternativeNameSummaries = [.. certificate.Facts.Names.Take(NamesMost)],
        HasAdditionalSubjectAlternativeNames = certificate.Facts.Names.Length > NamesMost,
        Status = Certificates.StatusOf(certificate, given.Now),
        Type = certificate.Type,
        KeyAlgorithm = certificate.Facts.KeyAlgorithm,
        KeyUsages = certificate.Facts.KeyUsages,
        ExtendedKeyUsages = [.. CertificateText.ExtendedUsageNames(certificate.Facts)],
        ExportOption = certificate.Export,
        InUse = Certificates.UsersOf(realm, certificate.Id).Any(),
        Exported = false,
        RenewalEligibility = Certificates.EligibilityOf(certificate, realm),
        NotBefore = certificate.Facts.NotBefore,
        NotAfter = certificate.Facts.NotAfter,
        CreatedAt = certificate.CreatedAt,
        IssuedAt = certificate.IssuedAt,
        ImportedAt = certificate.ImportedAt,
    };
}
