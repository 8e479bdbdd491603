using Pergola.Core;

namespace Pergola.Machine.Tasks;

/// <summary>What runs on one node: a container engine, or processes in namespaces.</summary>
public interface IContainers
{
    /// <summary>For people: <c>docker</c> or <c>process</c>.</summary>
    string Name { get; }

    /// <summary>Raised when something may have changed. A hint: observing regularly is also right.</summary>
    event Action? Changed;

    /// <summary>Everything of ours that runs or has stopped and was not removed; read from the machine.</summary>
    ContainersState Observe();

    /// <summary>Does one thing. Repeating it is harmless. What the machine refuses is said, never thrown.</summary>
    Task<ContainerOutcome> ApplyAsync(ContainerOp operation, CancellationToken cancellation);
}

/// <summary>What can be done with containers. The order in a task's life is that of the cases.</summary>
public abstract record ContainerOp
{
    private ContainerOp()
    {
    }

    /// <summary>The workload's network namespace exists under its name, ready for an interface.</summary>
    public sealed record EnsureSandbox(Workload Workload) : ContainerOp;

    /// <summary>The images are there and every container was started once, in dependency order.</summary>
    public sealed record EnsureStarted(Workload Workload) : ContainerOp;

    /// <summary>TERM, then KILL after each container's stop timeout; ends when all have exited.</summary>
    public sealed record Stop(string TaskId) : ContainerOp;

    /// <summary>Containers, sandbox and files of the task are gone.</summary>
    public sealed record Remove(string TaskId) : ContainerOp;
}

/// <summary>How an operation ended: null when it succeeded, else a reason in AWS's form.</summary>
/// <param name="Failure">For example <c>CannotPullContainerError: …</c>.</param>
public sealed record ContainerOutcome(string? Failure);

/// <summary>Everything of ours on the node.</summary>
public sealed record ContainersState(ValueList<TaskState> Tasks);

/// <summary>One task's containers. A task with a sandbox and no container is listed with none.</summary>
public sealed record TaskState(string TaskId, ValueList<ContainerState> Containers);

/// <summary>One container as it is.</summary>
/// <param name="ExitCode">Set once it has exited.</param>
/// <param name="Reason">Why, where the machine knows: <c>OutOfMemoryError: …</c>.</param>
/// <param name="ImageDigest"><c>sha256:…</c> when the engine knows it.</param>
public sealed record ContainerState(
    string Name,
    string RuntimeId,
    ContainerPhase Phase,
    int? ExitCode,
    string? Reason,
    ContainerHealth Health,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? ImageDigest);

/// <summary>How far a container is.</summary>
public enum ContainerPhase
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Its first process runs.</summary>
    Running,

    /// <summary>Its first process has exited.</summary>
    Exited,
}

/// <summary>What a container's own health check says.</summary>
public enum ContainerHealth
{
    /// <summary>No check, or none has finished.</summary>
    Unknown,

    /// <summary>The last check succeeded.</summary>
    Healthy,

    /// <summary>As many checks failed in a row as the check's retries say.</summary>
    Unhealthy,
}
