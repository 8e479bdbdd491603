using Pergola.Api.Ecs;
using Pergola.Domain;

namespace Pergola.Planning.Ecs.Services;

/// <summary>
/// Deletes a service: DRAINING now, INACTIVE once every task is STOPPED and its interface gone. Repeating it is
/// harmless until then.
/// </summary>
internal static class DeleteService
{
    public static Decision<DeleteServiceResponse> Decide(DeleteServiceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (EcsNames.Service(realm, cluster.ClusterName, request.Service) is not { Status: not "INACTIVE" } service)
        {
            return new EcsError.ServiceNotFound();
        }

        if (service.Status == "DRAINING")
        {
            return new DeleteServiceResponse { Service = ServiceShape.Whole(service, realm, given.Scope) };
        }

        if (service.DesiredCount > 0 && request.Force != true)
        {
            return new EcsError.InvalidParameter("The service cannot be stopped while it is scaled above 0.");
        }

        var draining = service with { Status = "DRAINING", DesiredCount = 0, Steady = false };
        return new Decision<DeleteServiceResponse>.Accept(
            new DeleteServiceResponse { Service = ServiceShape.Whole(draining, realm, given.Scope) },
            [new Change.Put(given.Scope, draining)]);
    }
}
