using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Acm;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Certificates of services (VPC Lattice user guide, "Bring your own certificate"): one of ACM, in the service's
/// account and region, for its custom domain name.
/// </summary>
internal static class ServiceCertificate
{
    /// <summary>The certificate that a request means; the empty text, which the model allows, means none.</summary>
    public static string? Of(string? certificateArn) => string.IsNullOrEmpty(certificateArn) ? null : certificateArn;

    /// <summary>Everything that is wrong with a certificate for a service with that custom domain name.</summary>
    public static IEnumerable<FieldFault> Faults(
        string? certificateArn, string? customDomainName, Snapshot snapshot, Given given)
    {
        if (Of(certificateArn) is null)
        {
            yield break;
        }

        if (!Arn.TryParse(certificateArn, out var arn) || arn.Service != "acm" || arn.Region != given.Scope.Region
            || arn.Account != given.Scope.Account)
        {
            yield return new FieldFault(
                "certificateArn",
                $"certificateArn '{certificateArn}' must be that of an ACM certificate of this account in "
                + $"{given.Scope.Region}, such as {Arn.Of("acm", given.Scope, "certificate/ID")}.");
        }
        else if (!snapshot.In(given.Scope).Of<Certificate>().TryGet(certificateArn, out var certificate))
        {
            yield return new FieldFault(
                "certificateArn", $"certificateArn '{certificateArn}' names a certificate that does not exist.");
        }
        else if (customDomainName is not null && !Covers(certificate, customDomainName))
        {
            yield return new FieldFault(
                "certificateArn",
                $"certificateArn '{certificateArn}' is for {string.Join(", ", certificate.Facts.Names)}, but not for "
                + $"customDomainName '{customDomainName}'.");
        }
    }

    /// <summary>Whether a certificate is for a domain: by name, or by a wildcard in place of its first label.</summary>
    public static bool Covers(Certificate certificate, string domain)
    {
        var parent = domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? "*" + domain[dot..] : domain;
        return certificate.Facts.Names.Any(name => name.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || name.Equals(parent, StringComparison.OrdinalIgnoreCase));
    }
}
