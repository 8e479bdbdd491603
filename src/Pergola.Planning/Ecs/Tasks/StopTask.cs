using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Planning.Ecs.Scheduling;

namespace Pergola.Planning.Ecs.Tasks;

/// <summary>Tells a task to stop. A service replaces it. Telling it again changes nothing.</summary>
internal static class StopTask
{
    public static Decision<StopTaskResponse> Decide(StopTaskRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (EcsNames.ActiveCluster(realm, request.Cluster) is not { } cluster)
        {
            return new EcsError.ClusterNotFound();
        }

        if (EcsNames.Task(realm, cluster.ClusterName, request.Task) is not { } task)
        {
            return new EcsError.InvalidParameter("The referenced task was not found.");
        }

        var stopped = TaskStopper.Requested(task, "UserInitiated", request.Reason ?? "Task stopped by user", given.Now);
        if (stopped == task)
        {
            return new StopTaskResponse { Task = TaskShape.Of(task, given.Scope, tags: true) };
        }

        stopped = stopped with { Version = task.Version + 1 };
        return new Decision<StopTaskResponse>.Accept(
            new StopTaskResponse { Task = TaskShape.Of(stopped, given.Scope, tags: true) },
            [new Change.Put(given.Scope, stopped)]);
    }
}
