using System.Collections.Immutable;

namespace Pergola.Machine.Tasks.Twin;

/// <summary>How a container behaves in the twin.</summary>
/// <param name="ExitsWith">Set: it ends by itself at once, with this code.</param>
/// <param name="HonoursTerm">False: only KILL ends it.</param>
public sealed record TwinProgram(int? ExitsWith, bool HonoursTerm)
{
    /// <summary>Runs until it is told to stop.</summary>
    public static TwinProgram Server { get; } = new(null, HonoursTerm: true);
}

/// <summary>The machine that one or more twins share, as several servers in turn share one real machine.</summary>
public sealed class TwinMachine
{
    internal Lock Gate { get; } = new();

    internal ImmutableSortedDictionary<string, TwinTask> Tasks { get; set; } =
        ImmutableSortedDictionary.Create<string, TwinTask>(StringComparer.Ordinal);

    internal event Action? Changed;

    /// <summary>Ends a running container, as a crash would.</summary>
    public void End(string taskId, string container, int exitCode, DateTimeOffset now)
    {
        lock (Gate)
        {
            if (Tasks.TryGetValue(taskId, out var task))
            {
                Tasks = Tasks.SetItem(taskId, task.Ended(container, exitCode, now));
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Lets a container's own health check say something.</summary>
    public void SetHealth(string taskId, string container, ContainerHealth health)
    {
        lock (Gate)
        {
            if (Tasks.TryGetValue(taskId, out var task))
            {
                Tasks = Tasks.SetItem(taskId, task.With(container, c => c with { Health = health }));
            }
        }

        Changed?.Invoke();
    }

    internal void Tell() => Changed?.Invoke();
}

/// <summary>One task in the twin.</summary>
internal sealed record TwinTask(Workload Workload, bool StopAsked, ImmutableArray<ContainerState> Containers)
{
    internal TwinTask Ended(string container, int exitCode, DateTimeOffset now) => With(
        container,
        c => c.Phase == ContainerPhase.Running
            ? c with
            {
                Phase = ContainerPhase.Exited,
                ExitCode = exitCode,
                FinishedAt = now,
                Health = ContainerHealth.Unknown,
            }
            : c);

    internal TwinTask With(string container, Func<ContainerState, ContainerState> change) =>
        this with { Containers = [.. Containers.Select(c => c.Name == container ? change(c) : c)] };
}

/// <summary>Containers that exist in memory only; they keep the same promises as those of a machine.</summary>
/// <param name="machine">What is "really" there; a second twin over it sees the same.</param>
/// <param name="now">The time, for started and finished.</param>
/// <param name="programs">How each container behaves; by default every one is a server.</param>
/// <param name="pulls">Whether an image can be had; by default the built-in ones.</param>
public sealed class ContainersTwin(
    TwinMachine machine,
    Func<DateTimeOffset> now,
    Func<ContainerSpec, TwinProgram>? programs = null,
    Func<string, bool>? pulls = null) : IContainers
{
    private const int TermExitCode = 128 + 15;
    private const int KillExitCode = 128 + 9;

    /// <inheritdoc/>
    public event Action? Changed
    {
        add => machine.Changed += value;
        remove => machine.Changed -= value;
    }

    /// <inheritdoc/>
    public string Name => "twin";

    /// <inheritdoc/>
    public ContainersState Observe() => new(
        [.. machine.Tasks.Values.Select(t => new TaskState(t.Workload.TaskId, [.. t.Containers]))]);

    /// <inheritdoc/>
    public Task<ContainerOutcome> ApplyAsync(ContainerOp operation, CancellationToken cancellation)
    {
        string? failure;
        lock (machine.Gate)
        {
            failure = operation switch
            {
                ContainerOp.EnsureSandbox op => EnsureSandbox(op.Workload),
                ContainerOp.EnsureStarted op => Start(op.Workload),
                ContainerOp.Stop op => Stop(op.TaskId),
                ContainerOp.Remove op => Remove(op.TaskId),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        machine.Tell();
        return Task.FromResult(new ContainerOutcome(failure));
    }

    private string? EnsureSandbox(Workload workload)
    {
        if (!machine.Tasks.ContainsKey(workload.TaskId))
        {
            machine.Tasks = machine.Tasks.Add(workload.TaskId, new TwinTask(workload, StopAsked: false, []));
        }

        return null;
    }

    private string? Start(Workload workload)
    {
        var unknown = workload.Containers.FirstOrDefault(c => !CanPull(c.Image));
        if (unknown is not null)
        {
            return BuiltinImages.CannotPull(unknown.Image);
        }

        EnsureSandbox(workload);
        var task = machine.Tasks[workload.TaskId];
        foreach (var container in workload.Containers)
        {
            if (!task.StopAsked && task.Containers.All(c => c.Name != container.Name))
            {
                task = Started(task, container);
            }
        }

        machine.Tasks = machine.Tasks.SetItem(workload.TaskId, task);
        return null;
    }

    private bool CanPull(string image) => pulls?.Invoke(image) ?? BuiltinImages.Find(image) is not null;

    private TwinTask Started(TwinTask task, ContainerSpec container)
    {
        var state = new ContainerState(
            container.Name,
            $"{task.Workload.TaskId}/{container.Name}",
            ContainerPhase.Running,
            ExitCode: null,
            Reason: null,
            ContainerHealth.Unknown,
            now(),
            FinishedAt: null,
            ImageDigest: null);
        var started = task with { Containers = task.Containers.Add(state) };
        return Program(container).ExitsWith is { } code ? started.Ended(container.Name, code, now()) : started;
    }

    private TwinProgram Program(ContainerSpec container) => programs?.Invoke(container) ?? TwinProgram.Server;

    private string? Stop(string taskId)
    {
        if (machine.Tasks.TryGetValue(taskId, out var task))
        {
            task = task with { StopAsked = true };
            foreach (var container in task.Workload.Containers)
            {
                var code = Program(container).HonoursTerm ? TermExitCode : KillExitCode;
                task = task.Ended(container.Name, code, now());
            }

            machine.Tasks = machine.Tasks.SetItem(taskId, task);
        }

        return null;
    }

    private string? Remove(string taskId)
    {
        machine.Tasks = machine.Tasks.Remove(taskId);
        return null;
    }
}
