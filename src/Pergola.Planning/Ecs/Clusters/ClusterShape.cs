using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Clusters;

/// <summary>A cluster as the API shows it.</summary>
internal static class ClusterShape
{
    /// <summary>What Container Insights is when nobody says.</summary>
    public static ImmutableArray<ClusterSetting> DefaultSettings { get; } =
        [new ClusterSetting { Name = "containerInsights", Value = "disabled" }];

    /// <summary>The shape with its counts; settings, configuration and tags only where asked for.</summary>
    public static Cluster Of(EcsCluster cluster, Realm realm, IReadOnlyList<string> include)
    {
        var tasks = realm.Of<EcsTask>().All.Where(task => task.ClusterName == cluster.ClusterName).ToList();
        return new Cluster
        {
            ClusterArn = cluster.Arn,
            ClusterName = cluster.ClusterName,
            Status = cluster.Status,
            RegisteredContainerInstancesCount = 0,
            RunningTasksCount = tasks.Count(task => task.LastStatus == "RUNNING"),
            PendingTasksCount = tasks.Count(task => task.LastStatus is "PROVISIONING" or "PENDING" or "ACTIVATING"),
            ActiveServicesCount =
                realm.Of<EcsService>().Under(cluster.ClusterName).Count(service => service.Status == "ACTIVE"),
            Statistics = [],
            Settings = include.Contains("SETTINGS") ? cluster.Settings : [],
            Configuration = include.Contains("CONFIGURATIONS") ? cluster.Configuration : null,
            Tags = include.Contains("TAGS") ? EcsTags.To(cluster.Tags) : [],
            CapacityProviders = cluster.CapacityProviders,
            DefaultCapacityProviderStrategy = cluster.DefaultStrategy,
            ServiceConnectDefaults = cluster.ServiceConnectNamespace is { } name
                ? new ClusterServiceConnectDefaults { Namespace = name }
                : null,
        };
    }

    /// <summary>The shape with everything, as the operations answer that change a cluster.</summary>
    public static Cluster Whole(EcsCluster cluster, Realm realm) =>
        Of(cluster, realm, ["SETTINGS", "CONFIGURATIONS", "TAGS"]);

    /// <summary>The settings with those of a request on top, by name.</summary>
    public static ImmutableArray<ClusterSetting> Merge(
        ImmutableArray<ClusterSetting> settings, IReadOnlyList<ClusterSetting>? changed) =>
        changed is null
            ? settings
            : [.. settings.Where(setting => changed.All(other => other.Name != setting.Name)), .. changed];
}
