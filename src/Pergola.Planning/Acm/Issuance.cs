using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Acm;

/// <summary>What ACM orders of the authority.</summary>
internal static class Issuance
{
    /// <summary>ACM user guide, "certificate characteristics": 13 months (395 days).</summary>
    private static readonly TimeSpan s_validity = TimeSpan.FromDays(395);

    /// <summary>A certificate for names, from now on.</summary>
    public static IssuedCertificate Issue(Given given, ValueList<string> names, string keyAlgorithm) =>
        given.Authority!.Issue(new CertificateOrder(names, keyAlgorithm, given.Now, given.Now + s_validity));
}
