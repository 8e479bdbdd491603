using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Lists a service's deployments, newest first, by status and by the time of their creation.</summary>
internal static class ListServiceDeployments
{
    public static Decision<ListServiceDeploymentsResponse> Decide(
        ListServiceDeploymentsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (EcsNames.Service(realm, cluster.ClusterName, request.Service) is not { } service)
        {
            return new EcsError.ServiceNotFound();
        }

        var found = realm.Of<EcsServiceDeployment>().Under(service.Id)
            .Where(record => request.Status is not { Count: > 0 } statuses || statuses.Contains(record.Status))
            .Where(record => request.CreatedAt?.After is not { } after || record.CreatedAt > after)
            .Where(record => request.CreatedAt?.Before is not { } before || record.CreatedAt < before)
            .Reverse()
            .Select(record => ServiceDeploymentShape.Brief(record, service, given.Scope));

        // A service remembers fewer deployments than a page holds.
        return new ListServiceDeploymentsResponse { ServiceDeployments = [.. found] };
    }
}

/// <summary>Describes service deployments; what is not there is a failure, not an error.</summary>
internal static class DescribeServiceDeployments
{
    public static Decision<DescribeServiceDeploymentsResponse> Decide(
        DescribeServiceDeploymentsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var found = ImmutableArray.CreateBuilder<ServiceDeployment>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var arn in request.ServiceDeploymentArns)
        {
            if (realm.Of<EcsServiceDeployment>().TryGet(arn[(arn.LastIndexOf('/') + 1)..], out var record)
                && realm.Of<EcsService>().TryGet(record.ServiceId, out var service))
            {
                found.Add(ServiceDeploymentShape.Of(record, service, realm, given.Scope));
            }
            else
            {
                failures.Add(new Failure { Arn = arn, Reason = "MISSING" });
            }
        }

        return new DescribeServiceDeploymentsResponse
        {
            ServiceDeployments = found.ToImmutable(),
            Failures = failures.ToImmutable(),
        };
    }
}

/// <summary>Describes service revisions; what is not there is a failure, not an error.</summary>
internal static class DescribeServiceRevisions
{
    public static Decision<DescribeServiceRevisionsResponse> Decide(
        DescribeServiceRevisionsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var found = ImmutableArray.CreateBuilder<ServiceRevision>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var arn in request.ServiceRevisionArns)
        {
            var number = arn[(arn.LastIndexOf('/') + 1)..];
            var record = realm.Of<EcsServiceDeployment>().All.FirstOrDefault(r => r.Target.Number == number);
            if (record is not null && realm.Of<EcsService>().TryGet(record.ServiceId, out var service))
            {
                found.Add(ServiceDeploymentShape.Revision(record, service, realm, given.Scope));
            }
            else
            {
                failures.Add(new Failure { Arn = arn, Reason = "MISSING" });
            }
        }

        return new DescribeServiceRevisionsResponse
        {
            ServiceRevisions = found.ToImmutable(),
            Failures = failures.ToImmutable(),
        };
    }
}
