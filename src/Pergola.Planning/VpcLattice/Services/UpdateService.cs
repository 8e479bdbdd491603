using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateService: certificate, auth type and idle timeout; what is left out stays.</summary>
internal static class UpdateService
{
    public static Decision<UpdateServiceResponse> Decide(UpdateServiceRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<LatticeService>(
            snapshot.In(given.Scope), request.ServiceIdentifier, out var service, out var refusal))
        {
            return refusal;
        }

        if (service.Status != ServiceStatus.Active)
        {
            return LatticeError.Conflict.Status(service, service.Status);
        }

        if (LatticeError.Validation.OfAll(ServiceCertificate.Faults(
            request.CertificateArn, service.CustomDomainName, snapshot, given)) is { } faulty)
        {
            return faulty;
        }

        var updated = service with
        {
            CertificateArn = request.CertificateArn is null
                ? service.CertificateArn
                : ServiceCertificate.Of(request.CertificateArn),
            AuthType = request.AuthType ?? service.AuthType,
            IdleTimeoutSeconds = request.IdleTimeoutSeconds ?? service.IdleTimeoutSeconds,
            LastUpdatedAt = given.Now,
        };
        return new Decision<UpdateServiceResponse>.Accept(
            new UpdateServiceResponse
            {
                Id = updated.Id,
                Arn = updated.Arn,
                Name = updated.Name,
                CustomDomainName = updated.CustomDomainName,
                CertificateArn = updated.CertificateArn,
                AuthType = updated.AuthType,
                IdleTimeoutSeconds = updated.IdleTimeoutSeconds,
            },
            [new Change.Put(given.Scope, updated)]);
    }
}
