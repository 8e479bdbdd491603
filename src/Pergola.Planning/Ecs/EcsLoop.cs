using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Scheduling;

namespace Pergola.Planning.Ecs;

/// <summary>The ECS loop: moves tasks by what the node reports, and services toward their desired count.</summary>
public static class EcsLoop
{
    /// <summary>
    /// How long STOPPED tasks, and INACTIVE services and clusters, stay describable; AWS says about an hour.
    /// </summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>A pass goes round until nothing changes; a chain of states is shorter than this.</summary>
    private const int RoundsMax = 16;

    /// <summary>One pass over every account and region.</summary>
    public static LoopStep Step(Snapshot snapshot, NodeReport? report, LoopGiven given)
    {
        var pass = new LoopPass(snapshot, report, given);
        foreach (var (scope, realm) in snapshot.Realms)
        {
            if (realm.Of<EcsTask>().Count + realm.Of<EcsService>().Count + realm.Of<EcsCluster>().Count > 0)
            {
                Step(scope, pass);
            }
        }

        return pass.Result();
    }

    private static void Step(Scope scope, LoopPass pass)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var before = pass.Count;
            foreach (var task in pass.Current.In(scope).Of<EcsTask>().All)
            {
                TaskKeeper.Step(scope, task.TaskId, pass);
            }

            foreach (var service in pass.Current.In(scope).Of<EcsService>().All)
            {
                ServiceKeeper.Step(scope, service.Id, pass);
            }

            if (pass.Count == before)
            {
                break;
            }
        }

        Forgetting.Step(scope, pass);
    }
}
