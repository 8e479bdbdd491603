using Pergola.Api.Acm;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>Deletes a certificate that nothing uses.</summary>
internal static class DeleteCertificate
{
    public static Decision<Nothing> Decide(DeleteCertificateRequest request, Snapshot snapshot, Given given)
    {
        if (!Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal))
        {
            return refusal;
        }

        var users = Certificates.UsersOf(snapshot.In(given.Scope), certificate.Id).Select(service => service.Arn);
        return string.Join(", ", users) is { Length: > 0 } names
            ? new AcmError.ResourceInUse($"Certificate {certificate.Id} is in use by {names}.")
            : new Decision<Nothing>.Accept(
                new Nothing(), [new Change.Remove(given.Scope, ResourceKinds.For<Certificate>(), certificate.Id)]);
    }
}
