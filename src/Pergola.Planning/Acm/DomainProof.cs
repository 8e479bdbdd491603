using System.Security.Cryptography;
using System.Text;
using Pergola.Api.Acm;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>
/// How the names of a requested certificate would be proven. Pergola believes them at once: its authority is trusted
/// only by those who were given its root, and its names mean something only here. The DNS records are shown because
/// clients make them.
/// </summary>
internal static class DomainProof
{
    /// <summary>One per name; a wildcard's is that of the domain below it, as with ACM.</summary>
    public static IReadOnlyList<DomainValidation> Of(Certificate certificate) =>
    [
        .. certificate.Facts.Names.Select(name => new DomainValidation
        {
            DomainName = name,
            ValidationDomain = certificate.ValidationDomains.GetValueOrDefault(name, name),
            ValidationStatus = DomainStatus.Success,
            ValidationMethod = certificate.ValidationMethod,
            ResourceRecord = certificate.ValidationMethod == ValidationMethod.Dns ? Record(certificate, name) : null,
            ValidationEmails = certificate.ValidationMethod == ValidationMethod.Email ? [$"admin@{name}"] : null,
        }),
    ];

    private static ResourceRecord Record(Certificate certificate, string name)
    {
        var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        var account = certificate.CertificateArn.Split(':')[4];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}|{domain}")));
        return new ResourceRecord
        {
            Name = $"_{hash[..32]}.{domain}.",
            Type = RecordType.Cname,
            Value = $"_{hash[32..]}.acm-validations.aws.",
        };
    }
}
