using System.Diagnostics.CodeAnalysis;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>Certificates by ARN, and what uses them.</summary>
internal static class Certificates
{
    /// <summary>The most of an account in a region (ACM user guide, "Quotas").</summary>
    public const int Most = 2500;

    /// <summary>The certificate with that ARN, in the caller's account and region.</summary>
    public static bool TryFind(
        Snapshot snapshot,
        Given given,
        string arn,
        [NotNullWhen(true)] out Certificate? certificate,
        [NotNullWhen(false)] out AcmError? refusal)
    {
        certificate = null;
        refusal = null;
        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "acm"
            || !parsed.Resource.StartsWith("certificate/", StringComparison.Ordinal))
        {
            refusal = new AcmError.InvalidArn(
                $"CertificateArn '{arn}' is invalid; it must look like {ArnOf(given.Scope, "ID")}.");
            return false;
        }

        if (!snapshot.In(given.Scope).Of<Certificate>().TryGet(arn, out certificate))
        {
            refusal = new AcmError.ResourceNotFound($"Could not find certificate {arn}.");
            return false;
        }

        return true;
    }

    public static string ArnOf(Scope scope, string id) => Arn.Of("acm", scope, $"certificate/{id}");

    /// <summary>The services that use the certificate, in creation order.</summary>
    public static IEnumerable<LatticeService> UsersOf(Realm realm, string certificateArn) =>
        realm.Of<LatticeService>().By(certificateArn).Where(service => service.CertificateArn == certificateArn);

    /// <summary>ISSUED, or EXPIRED from its end on.</summary>
    public static string StatusOf(Certificate certificate, DateTimeOffset now) =>
        now < certificate.Facts.NotAfter
            ? Api.Acm.CertificateStatus.Issued
            : Api.Acm.CertificateStatus.Expired;

    /// <summary>
    /// Only what ACM issued can be renewed by it; what was imported is imported again (ACM user guide, "Managed
    /// certificate renewal").
    /// </summary>
    public static string EligibilityOf(Certificate certificate, Realm realm) =>
        certificate.Type == Api.Acm.CertificateType.AmazonIssued && UsersOf(realm, certificate.Id).Any()
            ? Api.Acm.RenewalEligibility.Eligible
            : Api.Acm.RenewalEligibility.Ineligible;
}
