using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>Takes a task as many steps as it can go now, and tells its service what happened.</summary>
internal static class TaskKeeper
{
    /// <summary>One task's part of a pass.</summary>
    public static void Step(Scope scope, string taskId, LoopPass pass)
    {
        while (pass.Current.In(scope).Of<EcsTask>().Find(taskId) is { } task)
        {
            var realm = pass.Current.In(scope);
            var step = TaskPlanner.Next(
                task, new TaskFacts(scope, realm, pass.Node, pass.Current.Revision, pass.Given));
            if (step is null)
            {
                pass.Due(TaskStopper.DrainEnds(task, realm));
                return;
            }

            pass.Apply([new Change.Put(scope, step.Task), .. step.Others]);
            Tell(scope, step, pass);
        }
    }

    private static void Tell(Scope scope, TaskStep step, LoopPass pass)
    {
        if (!pass.Current.In(scope).Of<EcsService>().TryGet(step.Task.ServiceId, out var service)
            || service.Status == "INACTIVE")
        {
            return;
        }

        var told = step.Events.Aggregate(service, (current, sentence) => current.Say(sentence, pass.Given));
        if (step.Failure is { } failure)
        {
            told = told.CountFailure(step.Task, Counts(failure, step.Task, told, pass.Given.Now), pass.Given);
        }

        if (told != service)
        {
            pass.Apply(new Change.Put(scope, told));
        }
    }

    // Between two reports a process may start and crash: then it was seen RUNNING once, and yet it failed to start.
    private static bool Counts(TaskFailure failure, EcsTask task, EcsService service, DateTimeOffset now) =>
        failure == TaskFailure.Start
        || (service.Primary is { RolloutState: "IN_PROGRESS" } && now - task.StartedAt < ServiceEvents.RanWell);
}
