using Pergola.Domain;
using Pergola.Domain.Acm;
using Pergola.Planning.Acm;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles the certificates of an account's custom domains, each once, in creation order.</summary>
internal static class CertificateCompiler
{
    public static IEnumerable<CertificateEntry> Compile(Realm realm) => realm.Of<Certificate>().All
        .Where(certificate => Certificates.UsersOf(realm, certificate.Id)
            .Any(service => service.CustomDomainName is not null))
        .Select(certificate => new CertificateEntry(
            certificate.CertificateArn,
            certificate.CertificatePem + certificate.ChainPem,
            certificate.PrivateKeyPem));
}
