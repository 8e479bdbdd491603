using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>Creates a cluster. A second call with the name of an ACTIVE one returns that one unchanged.</summary>
internal static class CreateCluster
{
    public static Decision<CreateClusterResponse> Decide(CreateClusterRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var name = request.ClusterName ?? EcsNames.DefaultCluster;
        if (!EcsNames.IsName(name))
        {
            return new EcsError.InvalidParameter(
                $"clusterName '{name}' is not allowed: use 1 to 255 letters, digits, hyphens and underscores.");
        }

        if (EcsNames.ActiveCluster(realm, name) is { } existing)
        {
            return new CreateClusterResponse { Cluster = ClusterShape.Whole(existing, realm) };
        }

        var tags = EcsTags.From(request.Tags);
        if (EcsTags.Error(tags) is { } tagError)
        {
            return tagError;
        }

        if (CapacityProviders.Error(request.CapacityProviders, request.DefaultCapacityProviderStrategy) is { } error)
        {
            return error;
        }

        var cluster = new EcsCluster
        {
            ClusterName = name,
            Arn = Arn.Of("ecs", given.Scope, $"cluster/{name}"),
            Status = "ACTIVE",
            Settings = ClusterShape.Merge(ClusterShape.DefaultSettings, request.Settings),
            Configuration = request.Configuration,
            ServiceConnectNamespace = request.ServiceConnectDefaults?.Namespace,
            CapacityProviders = [.. request.CapacityProviders ?? []],
            DefaultStrategy = [.. request.DefaultCapacityProviderStrategy ?? []],
            CreatedAt = given.Now,
            Tags = tags,
        };
        return new Decision<CreateClusterResponse>.Accept(
            new CreateClusterResponse { Cluster = ClusterShape.Whole(cluster, realm) },
            [new Change.Put(given.Scope, cluster)]);
    }
}
