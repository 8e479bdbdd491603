using Pergola.Core;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Certificates of services (VPC Lattice user guide, "Bring your own certificate"): one of ACM, in the service's
/// region. Pergola has no ACM, so any ARN of that form is believed.
/// </summary>
internal static class ServiceCertificate
{
    /// <summary>The certificate that a request means; the empty text, which the model allows, means none.</summary>
    public static string? Of(string? certificateArn) => string.IsNullOrEmpty(certificateArn) ? null : certificateArn;

    /// <summary>Everything that is wrong with a certificate for a service in that region.</summary>
    public static IEnumerable<FieldFault> Faults(string? certificateArn, Scope scope)
    {
        if (Of(certificateArn) is null)
        {
            yield break;
        }

        if (!Arn.TryParse(certificateArn, out var arn) || arn.Service != "acm" || arn.Region != scope.Region)
        {
            yield return new FieldFault(
                "certificateArn",
                $"certificateArn '{certificateArn}' must be that of an ACM certificate in {scope.Region}, such as "
                + $"arn:aws:acm:{scope.Region}:{scope.Account}:certificate/ID.");
        }
    }
}
