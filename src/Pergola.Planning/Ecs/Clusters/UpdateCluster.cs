using Pergola.Api.Ecs;
using Pergola.Domain;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>Changes settings, configuration and Service Connect defaults; what is absent stays.</summary>
internal static class UpdateCluster
{
    public static Decision<UpdateClusterResponse> Decide(UpdateClusterRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        var changed = cluster with
        {
            Settings = ClusterShape.Merge(cluster.Settings, request.Settings),
            Configuration = request.Configuration ?? cluster.Configuration,
            ServiceConnectNamespace = request.ServiceConnectDefaults is { } defaults
                ? (defaults.Namespace.Length > 0 ? defaults.Namespace : null)
                : cluster.ServiceConnectNamespace,
        };
        return new Decision<UpdateClusterResponse>.Accept(
            new UpdateClusterResponse { Cluster = ClusterShape.Whole(changed, realm) },
            [new Change.Put(given.Scope, changed)]);
    }
}

/// <summary>Changes settings only.</summary>
internal static class UpdateClusterSettings
{
    public static Decision<UpdateClusterSettingsResponse> Decide(
        UpdateClusterSettingsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        var changed = cluster with { Settings = ClusterShape.Merge(cluster.Settings, request.Settings) };
        return new Decision<UpdateClusterSettingsResponse>.Accept(
            new UpdateClusterSettingsResponse { Cluster = ClusterShape.Whole(changed, realm) },
            [new Change.Put(given.Scope, changed)]);
    }
}
