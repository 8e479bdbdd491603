using Pergola.Core;
using Pergola.Machine.Tasks;
using Pergola.Planning;

namespace Pergola.Node;

/// <summary>
/// Brings each task's containers to their goal, one operation per task at a time and off the agent's own turn, since
/// pulling an image or waiting for a stop may take long. Holds only what can be found out again: after a restart the
/// idempotent operations are simply repeated.
/// </summary>
/// <param name="pause">How long a task is left alone after a stop or a removal of it failed.</param>
/// <param name="failed">Called after such a failure: the driver wants another turn after the pause.</param>
/// <param name="changed">Called after every operation.</param>
internal sealed class TaskDriver(
    IContainers containers,
    TimeProvider time,
    TimeSpan pause,
    Action failed,
    Action changed,
    CancellationToken stopping)
{
    /// <summary>How often a stop that fails is tried before it is given up; the removal follows anyway.</summary>
    private const int StopTriesMax = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskProgress> _tasks = new(StringComparer.Ordinal);

    /// <summary>True once the task's network namespace is there for an interface to be put into it.</summary>
    public bool HasSandbox(string taskId)
    {
        lock (_gate)
        {
            return _tasks.TryGetValue(taskId, out var task) && task.HasSandbox;
        }
    }

    /// <summary>
    /// Learns of the tasks that an earlier driver left: containers run, so there is a sandbox that they run in.
    /// </summary>
    public void Adopt(ContainersState observed)
    {
        lock (_gate)
        {
            foreach (var task in observed.Tasks.Where(task => task.Containers.Count > 0))
            {
                _tasks.TryAdd(task.TaskId, new TaskProgress { HasSandbox = true });
            }
        }
    }

    /// <summary>Why the last operation on the task failed; null when it did not.</summary>
    public string? Failure(string taskId)
    {
        lock (_gate)
        {
            return _tasks.TryGetValue(taskId, out var task) ? task.Failure : null;
        }
    }

    /// <summary>Starts whatever operation is next for each task. Returns at once.</summary>
    /// <param name="desired">The whole desired set: what is observed and not in it is removed.</param>
    /// <param name="hasInterface">Whether a task's interface is in its sandbox.</param>
    public void Drive(ValueList<TaskDesired> desired, ContainersState observed, Func<TaskDesired, bool> hasInterface)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var seen = observed.Tasks.ToDictionary(task => task.TaskId, StringComparer.Ordinal);
        foreach (var task in desired)
        {
            wanted.Add(task.Workload.TaskId);
            seen.TryGetValue(task.Workload.TaskId, out var state);
            if (Next(task, state, hasInterface(task)) is { } operation)
            {
                Begin(task.Workload.TaskId, operation);
            }
        }

        foreach (var task in observed.Tasks)
        {
            if (!wanted.Contains(task.TaskId))
            {
                Begin(task.TaskId, new ContainerOp.Remove(task.TaskId));
            }
        }

        Forget(wanted, seen);
    }

    private ContainerOp? Next(TaskDesired task, TaskState? state, bool hasInterface)
    {
        lock (_gate)
        {
            _tasks.TryGetValue(task.Workload.TaskId, out var progress);
            if (progress is { Busy: true } || IsPaused(progress))
            {
                return null;
            }

            if (task.Goal == TaskGoal.Stopped)
            {
                var running = state?.Containers.Any(c => c.Phase != ContainerPhase.Exited) ?? false;
                return running && (progress?.Tries ?? 0) < StopTriesMax
                    ? new ContainerOp.Stop(task.Workload.TaskId)
                    : null;
            }

            if (progress is { Failure: not null })
            {
                return null;
            }

            if (progress is not { HasSandbox: true })
            {
                return new ContainerOp.EnsureSandbox(task.Workload);
            }

            var started = (state?.Containers.Count ?? 0) >= task.Workload.Containers.Count;
            return task.Goal == TaskGoal.Running && hasInterface && !started && !progress.Started
                ? new ContainerOp.EnsureStarted(task.Workload)
                : null;
        }
    }

    private void Begin(string taskId, ContainerOp operation)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(taskId, out var progress))
            {
                _tasks[taskId] = progress = new TaskProgress();
            }

            if (progress.Busy || IsPaused(progress))
            {
                return;
            }

            progress.Busy = true;
        }

        _ = FinishAsync(taskId, operation);
    }

    private bool IsPaused(TaskProgress? progress) => progress is not null && time.GetUtcNow() < progress.NotBefore;

    private async Task FinishAsync(string taskId, ContainerOp operation)
    {
        ContainerOutcome outcome;
        try
        {
            // Leaves the caller's turn even when the runtime answers synchronously.
            await Task.Yield();
            outcome = await containers.ApplyAsync(operation, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // A bug in a runtime fails this one task loudly and leaves the others alone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = new ContainerOutcome($"ContainerRuntimeError: {error.Message}");
        }

        lock (_gate)
        {
            Record(_tasks[taskId], operation, outcome);
        }

        if (outcome.Failure is not null)
        {
            failed();
        }

        changed();
    }

    private void Record(TaskProgress progress, ContainerOp operation, ContainerOutcome outcome)
    {
        progress.Busy = false;
        switch (operation)
        {
            case ContainerOp.EnsureSandbox:
                progress.HasSandbox = outcome.Failure is null;
                progress.Failure = outcome.Failure;
                break;
            case ContainerOp.EnsureStarted:
                progress.Started = outcome.Failure is null;
                progress.Failure = outcome.Failure;
                break;
            case ContainerOp.Stop:
                progress.Tries = outcome.Failure is null ? 0 : progress.Tries + 1;
                progress.Failure ??= outcome.Failure;
                Pause(progress, outcome);
                break;
            case ContainerOp.Remove:
                progress.HasSandbox = false;
                progress.Failure = outcome.Failure;
                Pause(progress, outcome);
                break;
        }
    }

    // Asking a runtime that refuses without pause would only keep it from recovering.
    private void Pause(TaskProgress progress, ContainerOutcome outcome)
    {
        if (outcome.Failure is not null)
        {
            progress.NotBefore = time.GetUtcNow() + pause;
        }
    }

    private void Forget(HashSet<string> wanted, Dictionary<string, TaskState> seen)
    {
        lock (_gate)
        {
            foreach (var taskId in _tasks.Keys.Where(id => !wanted.Contains(id) && !seen.ContainsKey(id)).ToList())
            {
                if (!_tasks[taskId].Busy)
                {
                    _tasks.Remove(taskId);
                }
            }
        }
    }

    private sealed class TaskProgress
    {
        public bool Busy { get; set; }

        public bool HasSandbox { get; set; }

        public bool Started { get; set; }

        public int Tries { get; set; }

        public DateTimeOffset NotBefore { get; set; }

        public string? Failure { get; set; }
    }
}
