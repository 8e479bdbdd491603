using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Scheduling;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Stops a deployment on its way: rolls back to the last completed one.</summary>
internal static class StopServiceDeployment
{
    public static Decision<StopServiceDeploymentResponse> Decide(
        StopServiceDeploymentRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var key = request.ServiceDeploymentArn[(request.ServiceDeploymentArn.LastIndexOf('/') + 1)..];
        if (!realm.Of<EcsServiceDeployment>().TryGet(key, out var record)
            || !realm.Of<EcsService>().TryGet(record.ServiceId, out var service))
        {
            return new EcsError.ServiceDeploymentNotFound();
        }

        if (record.Status != "IN_PROGRESS" || service.Primary?.ServiceDeploymentId != key)
        {
            return new EcsError.Conflict(
                $"The service deployment {request.ServiceDeploymentArn} is {record.Status}; only one in progress can "
                + "be stopped.");
        }

        if (request.StopType == "ABORT")
        {
            return new EcsError.Unsupported("The stop type ABORT is not supported. Use ROLLBACK.");
        }

        if (Deployments.LastCompleted(service, realm) is not { } last)
        {
            return new EcsError.Conflict(
                $"The service {service.ServiceName} has no completed deployment to roll back to.");
        }

        var rolledBack = Deployments.RollBack(
            given.Scope,
            service,
            last,
            "Service deployment rolled back because of StopServiceDeployment API call.",
            realm,
            new LoopGiven(given.Now, given.Entropy, given.Pace));
        return new Decision<StopServiceDeploymentResponse>.Accept(
            new StopServiceDeploymentResponse { ServiceDeploymentArn = request.ServiceDeploymentArn }, rolledBack);
    }
}
