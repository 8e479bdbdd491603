using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Machine.Tasks;
using Pergola.Planning.Ecs;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>A node that makes true at once what it is asked, unless a test broke something.</summary>
internal sealed class SimulatedNode
{
    private readonly Dictionary<string, TaskReport> _tasks = [];

    /// <summary>Images that cannot be pulled.</summary>
    public HashSet<string> MissingImages { get; } = [];

    /// <summary>Images whose process exits as soon as it started.</summary>
    public HashSet<string> CrashingImages { get; } = [];

    /// <summary>Images whose own health check fails.</summary>
    public HashSet<string> SickImages { get; } = [];

    /// <summary>True while processes do not react to TERM, so that nothing stops.</summary>
    public bool Stubborn { get; set; }

    /// <summary>What it says; null before it first worked.</summary>
    public NodeReport? Report { get; private set; }

    /// <summary>Makes the snapshot true and reports it.</summary>
    public void Work(Snapshot snapshot)
    {
        var desired = TaskCompiler.Compile(snapshot);
        var wanted = desired.Select(task => task.Workload.TaskId).ToHashSet();
        foreach (var gone in _tasks.Keys.Where(id => !wanted.Contains(id)).ToList())
        {
            _tasks.Remove(gone);
        }

        foreach (var task in desired)
        {
            _tasks[task.Workload.TaskId] = Worked(task, _tasks.GetValueOrDefault(task.Workload.TaskId));
        }

        var interfaces = snapshot.Realms.SelectMany(realm => realm.Value.Of<NetworkInterface>().All);
        Report = new NodeReport(
            snapshot.Revision,
            [],
            [.. interfaces.Select(eni => eni.NetworkInterfaceId)],
            [.. _tasks.Values],
            [],
            []);
    }

    /// <summary>A process dies.</summary>
    public void Kill(string taskId, int exitCode)
    {
        var task = _tasks[taskId];
        _tasks[taskId] = task with
        {
            Containers = [.. task.Containers.Select(
                state => state with { Phase = ContainerPhase.Exited, ExitCode = exitCode })],
        };
        Report = Report! with { Tasks = [.. _tasks.Values] };
    }

    private TaskReport Worked(TaskDesired task, TaskReport? known)
    {
        var id = task.Workload.TaskId;
        return task.Goal switch
        {
            TaskGoal.Provisioned => new TaskReport(id, true, [], null),
            TaskGoal.Running when known?.Containers.Count > 0 => known,
            TaskGoal.Running when Missing(task.Workload) is { } image =>
                new TaskReport(id, true, [], $"CannotPullContainerError: {image} was not found"),
            TaskGoal.Running => new TaskReport(id, true, [.. task.Workload.Containers.Select(Started)], null),
            _ when Stubborn && known is not null => known,
            _ => new TaskReport(id, true, [.. (known?.Containers ?? []).Select(Exited)], null),
        };
    }

    private string? Missing(Workload workload) =>
        workload.Containers.Select(container => container.Image).FirstOrDefault(MissingImages.Contains);

    private ContainerState Started(ContainerSpec container)
    {
        var crashed = CrashingImages.Contains(container.Image);
        return new ContainerState(
            container.Name,
            $"rt-{container.Name}",
            crashed ? ContainerPhase.Exited : ContainerPhase.Running,
            crashed ? 1 : null,
            null,
            container.HealthCheck is null ? ContainerHealth.Unknown
                : SickImages.Contains(container.Image) ? ContainerHealth.Unhealthy : ContainerHealth.Healthy,
            null,
            null,
            null);
    }

    private static ContainerState Exited(ContainerState state) =>
        state with { Phase = ContainerPhase.Exited, ExitCode = state.ExitCode ?? 143 };
}
