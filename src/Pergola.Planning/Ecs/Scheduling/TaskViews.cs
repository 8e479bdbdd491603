using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>Judges a service's task: by its status, its containers' health checks and its Lattice targets.</summary>
internal static class TaskViews
{
    /// <summary>The task as the scheduler sees it.</summary>
    public static TaskView Of(EcsTask task, EcsService service, Realm realm, DateTimeOffset now) =>
        new(task.TaskId, task.DeploymentNumber ?? "", Health(task, service, realm, now), task.Attachment.SubnetId);

    /// <summary>When the task's grace period ends; until then a failing check is no reason to replace it.</summary>
    public static DateTimeOffset? GraceEnds(EcsTask task, EcsService service) =>
        task.StartedAt?.AddSeconds(service.HealthCheckGracePeriodSeconds ?? 0);

    /// <summary>Why a task is sick, in the words of its stopped reason.</summary>
    public static string SickReason(EcsTask task, Realm realm) =>
        task.Targets.FirstOrDefault(target => TargetStatus(task, target, realm) == "UNHEALTHY") is { } sick
            ? $"Task failed VPC Lattice health checks in (target-group {sick.TargetGroupArn})"
            : "Task failed container health checks";

    private static TaskHealth Health(EcsTask task, EcsService service, Realm realm, DateTimeOffset now)
    {
        if (task.LastStatus != "RUNNING")
        {
            return TaskHealth.Starting;
        }

        var worst = WorstCheck(task, realm);
        return worst == TaskHealth.Unhealthy && now < GraceEnds(task, service) ? TaskHealth.Starting : worst;
    }

    private static TaskHealth WorstCheck(EcsTask task, Realm realm)
    {
        var containers = task.Containers
            .Where(container => container is { HasHealthCheck: true, Essential: true })
            .Select(container => container.HealthStatus switch
            {
                "HEALTHY" => TaskHealth.Healthy,
                "UNHEALTHY" => TaskHealth.Unhealthy,
                _ => TaskHealth.Starting,
            });
        var targets = task.Targets.Select(target => TargetStatus(task, target, realm) switch
        {
            "UNHEALTHY" => TaskHealth.Unhealthy,
            "INITIAL" => TaskHealth.Starting,

            // HEALTHY; or no opinion: UNUSED (no listener yet), UNAVAILABLE (no checks), deregistered by hand.
            _ => TaskHealth.Healthy,
        });
        return containers.Concat(targets).Append(TaskHealth.Healthy).Min();
    }

    private static string? TargetStatus(EcsTask task, TaskTarget target, Realm realm) =>
        LatticeLookup.FindTargetGroup(realm, target.TargetGroupArn) is { } group
        && realm.Of<Target>().TryGet(
            Target.Key(group.TargetGroupId, task.Attachment.PrivateAddress, target.Port), out var registered)
            ? registered.Status
            : null;
}
