using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Describes services, DRAINING and INACTIVE ones too; what is not there is a failure, not an error.</summary>
internal static class DescribeServices
{
    /// <summary>AWS's limit of services in one call.</summary>
    public const int ServicesMax = 10;

    public static Decision<DescribeServicesResponse> Decide(
        DescribeServicesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (request.Services.Count is 0 or > ServicesMax)
        {
            return new EcsError.InvalidParameter(
                $"services has {request.Services.Count} entries: use 1 to {ServicesMax}.");
        }

        var services = ImmutableArray.CreateBuilder<Service>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var name in request.Services)
        {
            if (EcsNames.Service(realm, cluster.ClusterName, name) is { } service)
            {
                services.Add(ServiceShape.Of(service, realm, given.Scope, request.Include?.Contains("TAGS") == true));
            }
            else
            {
                var key = EcsNames.ServiceKey(cluster.ClusterName, name);
                failures.Add(new Failure { Arn = Arn.Of("ecs", given.Scope, $"service/{key}"), Reason = "MISSING" });
            }
        }

        return new DescribeServicesResponse { Services = services.ToImmutable(), Failures = failures.ToImmutable() };
    }
}

/// <summary>Lists the ARNs of a cluster's ACTIVE services.</summary>
internal static class ListServices
{
    public static Decision<ListServicesResponse> Decide(ListServicesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        var found = realm.Of<EcsService>().Under(cluster.ClusterName).Where(service =>
            service.Status == "ACTIVE"
            && (request.LaunchType is null || service.Primary?.LaunchType == request.LaunchType)
            && (request.SchedulingStrategy is null || service.SchedulingStrategy == request.SchedulingStrategy));
        return Paging.Cut(found, request.NextToken, request.MaxResults) is { } page
            ? new ListServicesResponse
            {
                ServiceArns = [.. page.Resources.Select(service => service.Arn)],
                NextToken = page.NextToken,
            }
            : Paging.BadToken(request.NextToken);
    }
}
