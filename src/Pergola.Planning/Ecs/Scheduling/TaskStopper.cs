using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// The way down: DEACTIVATING (deregistered, draining), STOPPING (containers), DEPROVISIONING (interface), STOPPED.
/// No role is asked on it: what was registered is deregistered, whatever became of the service's policies.
/// </summary>
internal static class TaskStopper
{
    /// <summary>The task, told to stop. Telling it again changes nothing.</summary>
    public static EcsTask Requested(EcsTask task, string code, string reason, DateTimeOffset now) =>
        task.DesiredStatus == "STOPPED"
            ? task
            : task with { DesiredStatus = "STOPPED", StopCode = code, StoppedReason = reason, StoppingAt = now };

    /// <summary>When time alone lets a draining task go on.</summary>
    public static DateTimeOffset? DrainEnds(EcsTask task, Realm realm) => task.LastStatus == "DEACTIVATING"
        ? Registered(task, realm).Select(target => target.DrainUntil).Max()
        : null;

    /// <summary>The next step of a task that was told to stop.</summary>
    public static TaskStep? Next(EcsTask task, TaskFacts facts) => task.LastStatus switch
    {
        "PROVISIONING" => Deprovisioning(task, facts),
        "PENDING" => TaskStep.Of(TaskPlanner.Entered(task, "STOPPING", facts)),
        "ACTIVATING" or "RUNNING" => Deactivating(task, facts),
        "DEACTIVATING" => Drained(task, facts),
        "STOPPING" => Exited(task, facts),
        "DEPROVISIONING" => Gone(task, facts),
        _ => null,
    };

    private static TaskStep Deactivating(EcsTask task, TaskFacts facts)
    {
        var deactivating = TaskPlanner.Entered(task, "DEACTIVATING", facts);
        var events = task.Targets.Select(target => $"deregistered 1 targets in (target-group {target.TargetGroupArn})");
        return new TaskStep(deactivating, Deregister(task, facts), [.. events], null);
    }

    private static TaskStep? Drained(EcsTask task, TaskFacts facts)
    {
        var again = Deregister(task, facts);
        if (!again.IsEmpty)
        {
            return new TaskStep(task, again, [], null);
        }

        return Registered(task, facts.Realm).All(target => target.DrainUntil <= facts.Given.Now)
            ? TaskStep.Of(TaskPlanner.Entered(task, "STOPPING", facts))
            : null;
    }

    private static TaskStep? Exited(EcsTask task, TaskFacts facts)
    {
        var running = task.Containers.Any(container => container.LastStatus == "RUNNING");
        var allExited = task.Containers.All(container => container.LastStatus == "STOPPED");

        // Containers that never started prove nothing until the node has heard that they should not.
        var answered = facts.Node.IsPast(task.StatusRevision);
        var lost = answered && facts.Node.Task(task.TaskId) is null;
        return allExited || lost || (answered && !running) ? Deprovisioning(task, facts) : null;
    }

    private static TaskStep Deprovisioning(EcsTask task, TaskFacts facts) => new(
        TaskPlanner.Entered(task, "DEPROVISIONING", facts) with
        {
            ExecutionStoppedAt = task.StartedAt is null ? null : facts.Given.Now,
            Containers = [.. task.Containers.Select(container => container with { LastStatus = "STOPPED" })],
        },
        [new Change.Remove(facts.Scope, ResourceKinds.For<NetworkInterface>(), task.Attachment.InterfaceId)],
        [],
        null);

    private static TaskStep? Gone(EcsTask task, TaskFacts facts) =>
        facts.Node.IsPast(task.StatusRevision)
        && facts.Node.Task(task.TaskId) is null
        && !facts.Node.HasInterface(task.Attachment.InterfaceId)
            ? TaskStep.Of(TaskPlanner.Entered(task, "STOPPED", facts) with { StoppedAt = facts.Given.Now })
            : null;

    private static ImmutableArray<Change> Deregister(EcsTask task, TaskFacts facts) =>
    [
        .. Registered(task, facts.Realm)
            .Where(target => target.Status != "DRAINING")
            .SelectMany(target => TargetRegistration.Deregister(
                facts.Scope,
                facts.Realm,
                target.TargetGroupId,
                target.TargetId,
                target.Port,
                facts.Given.Now,
                facts.Given.Pace)),
    ];

    // By ownership: a target of the same address that a user or a later task registered is left alone.
    private static IEnumerable<Target> Registered(EcsTask task, Realm realm) => task.Targets
        .Select(target => LatticeLookup.FindTargetGroup(realm, target.TargetGroupArn) is { } group
            ? realm.Of<Target>().Find(Target.Key(group.TargetGroupId, task.Attachment.PrivateAddress, target.Port))
            : null)
        .OfType<Target>()
        .Where(target => target.OwnerTaskArn == task.Arn);
}
