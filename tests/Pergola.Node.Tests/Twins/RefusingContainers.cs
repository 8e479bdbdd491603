using Pergola.Machine.Tasks;
using Pergola.Machine.Tasks.Twin;

namespace Pergola.Node.Tests.Twins;

/// <summary>The containers' twin, on a machine that may refuse to remove or to stop.</summary>
internal sealed class RefusingContainers(ContainersTwin twin, Journal journal) : IContainers
{
    private volatile string? _refused;

    /// <summary>The operation that fails, such as <c>Remove</c>; null: none does.</summary>
    public string? Refused
    {
        get => _refused;
        set => _refused = value;
    }

    public event Action? Changed
    {
        add => twin.Changed += value;
        remove => twin.Changed -= value;
    }

    public string Name => twin.Name;

    public ContainersState Observe() => twin.Observe();

    public Task<ContainerOutcome> ApplyAsync(ContainerOp operation, CancellationToken cancellation)
    {
        var name = operation.GetType().Name;
        journal.Add($"{name} {TaskOf(operation)}");
        return name == _refused
            ? Task.FromResult(new ContainerOutcome("the engine refuses"))
            : twin.ApplyAsync(operation, cancellation);
    }

    private static string TaskOf(ContainerOp operation) => operation switch
    {
        ContainerOp.EnsureSandbox op => op.Workload.TaskId,
        ContainerOp.EnsureStarted op => op.Workload.TaskId,
        ContainerOp.Stop op => op.TaskId,
        ContainerOp.Remove op => op.TaskId,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
