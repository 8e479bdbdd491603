using System.Globalization;
using System.Text.RegularExpressions;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs;

/// <summary>
/// Reads the names that requests give: almost everywhere a name or an ARN is allowed. An ARN counts by its last parts
/// only, since a request can name nothing outside its own account and region.
/// </summary>
internal static partial class EcsNames
{
    /// <summary>The cluster that a request means when it names none.</summary>
    public const string DefaultCluster = "default";

    /// <summary>
    /// Whether a cluster, service or family may be called so: 1 to 255 letters, digits, hyphens, underscores.
    /// </summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>The cluster's name, from a name or ARN.</summary>
    public static string Cluster(string? text) => text switch
    {
        null or "" => DefaultCluster,
        _ when Arn.TryParse(text, out var arn) =>
            arn.Resource[(arn.Resource.IndexOf('/', StringComparison.Ordinal) + 1)..],
        _ => text,
    };

    /// <summary>The cluster that a request means, if it is ACTIVE.</summary>
    public static EcsCluster? ActiveCluster(Realm realm, string? text) =>
        realm.Of<EcsCluster>().TryGet(Cluster(text), out var cluster) && cluster.Status == "ACTIVE" ? cluster : null;

    /// <summary>The service's key: from its name, its ARN with the cluster's name, or its old ARN without it.</summary>
    public static string ServiceKey(string clusterName, string text)
    {
        var parts = (Arn.TryParse(text, out var arn) ? arn.Resource : $"service/{text}").Split('/');
        return parts.Length == 3 ? EcsService.Key(parts[1], parts[2]) : EcsService.Key(clusterName, parts[^1]);
    }

    /// <summary>The service, if it belongs to that cluster.</summary>
    public static EcsService? Service(Realm realm, string clusterName, string text) =>
        realm.Of<EcsService>().TryGet(ServiceKey(clusterName, text), out var service)
        && service.ClusterName == clusterName ? service : null;

    /// <summary>The task, if it belongs to that cluster; from its id or ARN.</summary>
    public static EcsTask? Task(Realm realm, string clusterName, string text) =>
        realm.Of<EcsTask>().TryGet(text[(text.LastIndexOf('/') + 1)..], out var task)
        && task.ClusterName == clusterName ? task : null;

    /// <summary>
    /// The task definition: from <c>family:revision</c>, an ARN, or a family, which means its newest ACTIVE one.
    /// </summary>
    public static EcsTaskDefinition? TaskDefinition(Realm realm, string text)
    {
        var name = text[(text.LastIndexOf('/') + 1)..];
        var table = realm.Of<EcsTaskDefinition>();
        return name.Contains(':', StringComparison.Ordinal)
            ? table.Find(name)
            : table.Under(name).LastOrDefault(definition => definition.Shape.Status == "ACTIVE");
    }

    /// <summary>
    /// The family and revision of <c>family:revision</c> or its ARN; null when the revision is missing.
    /// </summary>
    public static string? FullDefinitionKey(string text)
    {
        var name = text[(text.LastIndexOf('/') + 1)..];
        var colon = name.LastIndexOf(':');
        return colon > 0 && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? name
            : null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex NamePattern();
}
