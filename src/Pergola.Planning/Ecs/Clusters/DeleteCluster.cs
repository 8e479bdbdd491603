using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>Deletes an empty cluster: it is INACTIVE at once and stays describable for a while.</summary>
internal static class DeleteCluster
{
    public static Decision<DeleteClusterResponse> Decide(DeleteClusterRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<EcsCluster>().TryGet(EcsNames.Cluster(request.Cluster), out var cluster))
        {
            return new EcsError.ClusterNotFound();
        }

        if (cluster.Status == "INACTIVE")
        {
            return new DeleteClusterResponse { Cluster = ClusterShape.Whole(cluster, realm) };
        }

        if (realm.Of<EcsService>().Under(cluster.ClusterName).Any(service => service.Status == "ACTIVE"))
        {
            return new EcsError.ClusterContainsServices();
        }

        if (realm.Of<EcsTask>().All.Any(
            task => task.ClusterName == cluster.ClusterName && task.LastStatus != "STOPPED"))
        {
            return new EcsError.ClusterContainsTasks();
        }

        var inactive = cluster with { Status = "INACTIVE", InactiveSince = given.Now };
        return new Decision<DeleteClusterResponse>.Accept(
            new DeleteClusterResponse { Cluster = ClusterShape.Whole(inactive, realm) },
            [new Change.Put(given.Scope, inactive)]);
    }
}
