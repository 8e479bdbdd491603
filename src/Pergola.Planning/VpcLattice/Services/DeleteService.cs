using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteService: refused while an association exists. Listeners and rules go in the same commit, so that no target
/// group is in use any longer, and with them policies and access log subscriptions; the service itself goes with the
/// next pass of the loop.
/// </summary>
internal static class DeleteService
{
    public static Decision<DeleteServiceResponse> Decide(DeleteServiceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<LatticeService>(realm, request.ServiceIdentifier, out var service, out var refusal))
        {
            return refusal;
        }

        if (service.Status == ServiceStatus.CreateInProgress)
        {
            return LatticeError.Conflict.Status(service, service.Status);
        }

        if (LatticeError.Conflict.Blocked<LatticeService>(
            service.Id,
            $"Service {service.Id}",
            ("has one or more associated service networks",
                Associations.Ids(Associations.NetworksOf(realm, service.Id)))) is { } blocked)
        {
            return blocked;
        }

        var leaving = service with { Status = ServiceStatus.DeleteInProgress, LastUpdatedAt = given.Now };
        ImmutableArray<Change> changes = service.Status == ServiceStatus.DeleteInProgress
            ? []
            :
            [
                .. realm.Of<Listener>().Under(service.Id)
                    .SelectMany(listener => DeleteListener.Removal(given.Scope, realm, listener)),
                .. Shareable.RemovalOfAttachments(given.Scope, realm, service),
                new Change.Put(given.Scope, leaving),
            ];
        return new Decision<DeleteServiceResponse>.Accept(
            new DeleteServiceResponse
            {
                Id = leaving.Id,
                Arn = leaving.Arn,
                Name = leaving.Name,
                Status = leaving.Status,
            },
            changes);
    }
}
