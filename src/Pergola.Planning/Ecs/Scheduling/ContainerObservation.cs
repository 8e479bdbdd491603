using System.Collections.Immutable;
using Pergola.Domain.Ecs;
using Pergola.Machine.Tasks;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>Writes down what the node says of a task's containers.</summary>
internal static class ContainerObservation
{
    /// <summary>
    /// The task with what is observed; the same when nothing is new. An exit once seen is not forgotten.
    /// </summary>
    public static EcsTask Apply(EcsTask task, TaskReport? report)
    {
        if (report is null)
        {
            return task;
        }

        var states = report.Containers.ToDictionary(state => state.Name);
        var containers = ImmutableArray.CreateRange(task.Containers.Select(container =>
            states.TryGetValue(container.Name, out var state) ? Observed(container, state) : container));
        return containers.SequenceEqual(task.Containers) ? task : task with { Containers = containers };
    }

    private static EcsContainer Observed(EcsContainer container, ContainerState state) => container with
    {
        LastStatus = state.Phase switch
        {
            ContainerPhase.Created => "PENDING",
            ContainerPhase.Running => "RUNNING",
            _ => "STOPPED",
        },
        HealthStatus = state.Health switch
        {
            ContainerHealth.Healthy => "HEALTHY",
            ContainerHealth.Unhealthy => "UNHEALTHY",
            _ => "UNKNOWN",
        },
        RuntimeId = state.RuntimeId.Length > 0 ? state.RuntimeId : container.RuntimeId,
        ImageDigest = state.ImageDigest ?? container.ImageDigest,
        ExitCode = state.ExitCode ?? container.ExitCode,
        Reason = state.Reason ?? container.Reason,
    };
}
