using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// Derives the next state of a task from what the node reports. Pure; one step at a time, null when the task stays as
/// it is. Up: PROVISIONING, PENDING, ACTIVATING, RUNNING; <see cref="TaskStopper"/> has the way down.
/// </summary>
internal static class TaskPlanner
{
    /// <summary>The next step of the task.</summary>
    public static TaskStep? Next(EcsTask task, TaskFacts facts)
    {
        if (task.LastStatus == "STOPPED")
        {
            return null;
        }

        var observed = ContainerObservation.Apply(task, facts.Node.Task(task.TaskId));
        var step = observed.DesiredStatus == "STOPPED" ? TaskStopper.Next(observed, facts) : Up(observed, facts);
        if (step is null)
        {
            return observed == task ? null : TaskStep.Of(observed with { Version = task.Version + 1 });
        }

        return step with { Task = step.Task with { Version = task.Version + 1 } };
    }

    private static TaskStep? Up(EcsTask task, TaskFacts facts)
    {
        var report = facts.Node.Task(task.TaskId);
        if (report?.Failure is { } failure)
        {
            return Failed(task, failure, facts);
        }

        if (task.Containers.Any(container => container is { Essential: true, LastStatus: "STOPPED" }))
        {
            return Stopped(task, "EssentialContainerExited", "Essential container in task exited", facts);
        }

        return task.LastStatus switch
        {
            "PROVISIONING" => Provisioning(task, report, facts),
            "PENDING" => Pending(task, facts),
            "ACTIVATING" => TaskStep.Of(Entered(task, "RUNNING", facts) with { StartedAt = facts.Given.Now }),
            _ => null,
        };
    }

    private static TaskStep? Provisioning(EcsTask task, TaskReport? report, TaskFacts facts)
    {
        if (facts.Node.Failure(task.Attachment.InterfaceId) is { } failure)
        {
            return Failed(task, $"ResourceInitializationError: {failure}", facts);
        }

        return report is { Provisioned: true } && facts.Node.HasInterface(task.Attachment.InterfaceId)
            ? TaskStep.Of(Entered(task, "PENDING", facts) with
            {
                ConnectivityAt = facts.Given.Now,
                PullStartedAt = facts.Given.Now,
            })
            : null;
    }

    private static TaskStep? Pending(EcsTask task, TaskFacts facts)
    {
        if (task.Containers.Any(container => container.LastStatus == "PENDING"))
        {
            return null;
        }

        var changes = ImmutableArray.CreateBuilder<Change>();
        var events = ImmutableArray.CreateBuilder<string>();
        foreach (var target in task.Targets)
        {
            if (LatticeLookup.FindTargetGroup(facts.Realm, target.TargetGroupArn) is not { } group)
            {
                return Failed(
                    task,
                    "ResourceInitializationError: unable to register targets in (target-group "
                    + $"{target.TargetGroupArn}): the target group does not exist",
                    facts);
            }

            changes.AddRange(TargetRegistration.Register(
                facts.Scope,
                facts.Realm,
                group,
                task.Attachment.PrivateAddress,
                target.Port,
                task.Arn,
                facts.Given.Now));
            events.Add($"registered 1 targets in (target-group {target.TargetGroupArn})");
        }

        var activating = Entered(task, "ACTIVATING", facts) with { PullStoppedAt = facts.Given.Now };
        return new TaskStep(activating, changes.ToImmutable(), events.ToImmutable(), null);
    }

    private static TaskStep Failed(EcsTask task, string reason, TaskFacts facts) =>
        Stopped(task, "TaskFailedToStart", reason, facts);

    private static TaskStep Stopped(EcsTask task, string code, string reason, TaskFacts facts) =>
        TaskStep.Of(TaskStopper.Requested(task, code, reason, facts.Given.Now)) with
        {
            Failure = task.StartedAt is null ? TaskFailure.Start : TaskFailure.Exit,
        };

    /// <summary>The task in that state, since this revision.</summary>
    internal static EcsTask Entered(EcsTask task, string status, TaskFacts facts) =>
        task with { LastStatus = status, StatusRevision = facts.Revision };
}
