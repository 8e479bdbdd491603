using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// Lets go of what stays describable for a while only: STOPPED tasks, INACTIVE services and clusters.
/// </summary>
internal static class Forgetting
{
    /// <summary>More of a kind are not remembered, even for an hour: a crash loop would fill the journal.</summary>
    public const int RememberedMax = 500;

    /// <summary>A time that nobody waits for needs no pass of its own; one a minute is enough.</summary>
    private static readonly TimeSpan s_grain = TimeSpan.FromMinutes(1);

    /// <summary>One scope's part of a pass.</summary>
    public static void Step(Scope scope, LoopPass pass)
    {
        var realm = pass.Current.In(scope);
        var tasks = realm.Of<EcsTask>().All.Where(task => task.LastStatus == "STOPPED");
        var services = realm.Of<EcsService>().All.Where(service => service.Status == "INACTIVE");
        var clusters = realm.Of<EcsCluster>().All.Where(cluster => cluster.Status == "INACTIVE");
        Forget(scope, pass, tasks, task => task.StoppedAt);
        Forget(scope, pass, clusters, cluster => cluster.InactiveSince);
        foreach (var gone in Forget(scope, pass, services, service => service.InactiveSince))
        {
            pass.Apply(
            [
                .. realm.Of<EcsServiceDeployment>().Under(gone.Id).Select(record =>
                    new Change.Remove(scope, ResourceKinds.For<EcsServiceDeployment>(), record.Id)),
            ]);
        }
    }

    private static List<T> Forget<T>(Scope scope, LoopPass pass, IEnumerable<T> ended, Func<T, DateTimeOffset?> since)
        where T : Resource
    {
        var oldestFirst = ended.OrderBy(since).ToList();
        var gone = oldestFirst
            .Where((resource, index) =>
                since(resource) + EcsLoop.Remembered <= pass.Given.Now || index < oldestFirst.Count - RememberedMax)
            .ToList();
        pass.Apply([.. gone.Select(resource => new Change.Remove(scope, ResourceKinds.For(resource), resource.Id))]);
        if (gone.Count < oldestFirst.Count)
        {
            pass.Due(since(oldestFirst[gone.Count]) + EcsLoop.Remembered + s_grain);
        }

        return gone;
    }
}
