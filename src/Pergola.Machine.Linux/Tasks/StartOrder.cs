using Pergola.Core;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>The order in which a task's containers start, and what each waits for.</summary>
internal static class StartOrder
{
    /// <summary>Every container after those it depends on; otherwise as in the task definition.</summary>
    internal static ValueList<ContainerSpec> Of(ValueList<ContainerSpec> containers)
    {
        var ordered = new List<ContainerSpec>();
        void Add(ContainerSpec container, int depth)
        {
            // A circle is refused when the task definition is registered; here it only must not be endless.
            if (ordered.Contains(container) || depth > containers.Count)
            {
                return;
            }

            foreach (var dependency in container.DependsOn)
            {
                if (containers.FirstOrDefault(c => c.Name == dependency.Container) is { } first)
                {
                    Add(first, depth + 1);
                }
            }

            if (!ordered.Contains(container))
            {
                ordered.Add(container);
            }
        }

        foreach (var container in containers)
        {
            Add(container, 0);
        }

        return [.. ordered];
    }

    /// <summary>Waits for every condition of the container. The reason when one can no longer come true.</summary>
    internal static async Task<string?> WaitAsync(
        ContainerSpec container,
        Func<TaskState> observe,
        ChangeSignal signal,
        Func<bool> abandoned,
        CancellationToken cancellation)
    {
        string? failure = null;
        foreach (var dependency in container.DependsOn)
        {
            await signal.UntilAsync(
                () => abandoned() || IsSettled(observe(), dependency, out failure), cancellation);
            if (failure is not null || abandoned())
            {
                return failure;
            }
        }

        return null;
    }

    private static bool IsSettled(TaskState task, Dependency dependency, out string? failure)
    {
        failure = null;
        var state = task.Containers.FirstOrDefault(c => c.Name == dependency.Container);
        if (state is null)
        {
            return false;
        }

        var hasExited = state.Phase == ContainerPhase.Exited;
        var hasFailed = dependency.Condition switch
        {
            "SUCCESS" => hasExited && state.ExitCode != 0,
            "HEALTHY" => hasExited || state.Health == ContainerHealth.Unhealthy,
            _ => false,
        };
        if (hasFailed)
        {
            failure = $"ContainerDependencyError: container {dependency.Container} can no longer become "
                + $"{dependency.Condition} (exit code {state.ExitCode}, health {state.Health})";
            return true;
        }

        return dependency.Condition switch
        {
            "COMPLETE" or "SUCCESS" => hasExited,
            "HEALTHY" => state.Health == ContainerHealth.Healthy,
            _ => state.Phase != ContainerPhase.Created,
        };
    }
}
