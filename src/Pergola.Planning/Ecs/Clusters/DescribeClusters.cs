using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>Describes clusters, INACTIVE ones too; what is not there is a failure, not an error.</summary>
internal static class DescribeClusters
{
    public static Decision<DescribeClustersResponse> Decide(
        DescribeClustersRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        IReadOnlyList<string> asked = request.Clusters is { Count: > 0 } names ? names : [EcsNames.DefaultCluster];
        var found = ImmutableArray.CreateBuilder<Cluster>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var name in asked)
        {
            if (realm.Of<EcsCluster>().TryGet(EcsNames.Cluster(name), out var cluster))
            {
                found.Add(ClusterShape.Of(cluster, realm, request.Include ?? []));
            }
            else
            {
                var arn = Arn.Of("ecs", given.Scope, $"cluster/{EcsNames.Cluster(name)}");
                failures.Add(new Failure { Arn = arn, Reason = "MISSING" });
            }
        }

        return new DescribeClustersResponse { Clusters = found.ToImmutable(), Failures = failures.ToImmutable() };
    }
}

/// <summary>Lists the ARNs of ACTIVE clusters.</summary>
internal static class ListClusters
{
    public static Decision<ListClustersResponse> Decide(ListClustersRequest request, Snapshot snapshot, Given given)
    {
        var active = snapshot.In(given.Scope).Of<EcsCluster>().All.Where(cluster => cluster.Status == "ACTIVE");
        return Paging.Cut(active, request.NextToken, request.MaxResults) is { } page
            ? new ListClustersResponse
            {
                ClusterArns = [.. page.Resources.Select(cluster => cluster.Arn)],
                NextToken = page.NextToken,
            }
            : Paging.BadToken(request.NextToken);
    }
}
