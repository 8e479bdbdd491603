using System.Collections.Concurrent;
using System.Diagnostics;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>
/// Runs a task's containers by the Docker engine. A container of ours that only waits owns the task's network, so that
/// the interface is there before the first program starts; the others join it. Everything is found again by labels.
/// A well-known sample image that cannot be pulled runs as the built-in process in the same network.
/// </summary>
public sealed class DockerContainers : IContainers, IDisposable
{
    // Between two attempts to follow the engine's events after it went away.
    private static readonly TimeSpan FollowAgain = TimeSpan.FromSeconds(1);

    // Offline, every pull waits for a name server that does not answer; one failure speaks for the next ones.
    private static readonly TimeSpan PullFailureKept = TimeSpan.FromMinutes(1);

    private readonly DockerEngine _engine;
    private readonly string _instance;
    private readonly ProcessContainers _processes;
    private readonly TimeProvider _time;
    private readonly DockerView _view;
    private readonly ChangeSignal _signal = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskTurns _turns = new();
    private readonly ConcurrentDictionary<string, bool> _stopAsked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long At, string Reason)> _pullFailures = new(StringComparer.Ordinal);
    private readonly Task _following;

    /// <summary>Finds again what an earlier server of this instance left running.</summary>
    /// <param name="socketPath">Where the engine listens, for example <c>/var/run/docker.sock</c>.</param>
    /// <param name="instance">Tells our containers from those of another server.</param>
    /// <param name="processes">Runs the stand-ins.</param>
    /// <param name="time">Counts how long a failed pull is remembered.</param>
    public DockerContainers(string socketPath, string instance, ProcessContainers processes, TimeProvider time)
    {
        _engine = new DockerEngine(socketPath);
        _instance = instance;
        _processes = processes;
        _time = time;
        _view = new DockerView(_engine, instance);
        processes.Changed += Raise;
        _following = FollowAsync();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string Name => "docker";

    /// <summary>As the engine says it; while it does not answer, as it said last.</summary>
    public ContainersState Observe()
    {
        var engine = _view.ReadAsync(_ending.Token).GetAwaiter().GetResult();
        var processes = _processes.Observe();
        return new ContainersState(
            [.. from task in engine.Tasks.Concat(processes.Tasks)
                group task by task.TaskId into parts
                select new TaskState(parts.Key, [.. parts.SelectMany(p => p.Containers)])]);
    }

    /// <inheritdoc/>
    public async Task<ContainerOutcome> ApplyAsync(ContainerOp operation, CancellationToken cancellation)
    {
        try
        {
            return operation switch
            {
                ContainerOp.EnsureSandbox op => new(await _turns.TakeAsync(
                    op.Workload.TaskId, () => EnsureSandboxAsync(op.Workload, cancellation), cancellation)),
                ContainerOp.EnsureStarted op => new(await _turns.TakeAsync(
                    op.Workload.TaskId, () => EnsureStartedAsync(op.Workload, cancellation), cancellation)),
                ContainerOp.Stop op => await StopAsync(op, cancellation),
                ContainerOp.Remove op => await RemoveAsync(op, cancellation),
                _ => throw new UnreachableException(),
            };
        }
        catch (DockerRefusedException refused)
        {
            return new ContainerOutcome($"CannotStartContainerError: Error response from daemon: {refused.Message}");
        }
        catch (HttpRequestException unreachable)
        {
            return new ContainerOutcome($"DockerTimeoutError: the engine does not answer: {unreachable.Message}");
        }
        catch (IOException refused)
        {
            return new ContainerOutcome($"ResourceInitializationError: {refused.Message}");
        }
    }

    /// <summary>Stops watching. What runs goes on running.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _processes.Changed -= Raise;
        _engine.Dispose();
        _processes.Dispose();
    }

    private void Raise()
    {
        _signal.Raise();
        Changed?.Invoke();
    }

    private void Happened(string? container)
    {
        _view.Forget(container);
        Raise();
    }

    private async Task FollowAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await _engine.FollowAsync(
                    [DockerLabels.Instance(_instance)], _time.GetUtcNow() - FollowAgain, Happened, _ending.Token);
                await Task.Delay(FollowAgain, _time, _ending.Token);
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or DockerRefusedException)
            {
                await Task.Delay(FollowAgain, _time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task<string?> EnsureSandboxAsync(Workload workload, CancellationToken cancellation)
    {
        if (!PauseImage.IsSupported)
        {
            return "ResourceInitializationError: there is no pause program for this processor yet; do without Docker";
        }

        if (await _engine.FindImageAsync(PauseImage.Name, cancellation) is null)
        {
            await _engine.LoadAsync(PauseImage.Archive(), cancellation);
        }

        var name = DockerLabels.PauseName(_instance, workload.TaskId);
        if (await _engine.FindContainerAsync(name, cancellation) is not { State.Status: "running" } pause)
        {
            if (await _engine.FindContainerAsync(name, cancellation) is { State.Status: not "created" } dead)
            {
                return $"ResourceInitializationError: the sandbox has ended (exit code {dead.State.ExitCode})";
            }

            if (await _engine.FindContainerAsync(name, cancellation) is null)
            {
                await _engine.CreateAsync(name, DockerSpecs.Pause(_instance, workload), cancellation);
            }

            await _engine.StartAsync(name, cancellation);
            pause = await _engine.FindContainerAsync(name, cancellation)
                ?? throw new IOException("the sandbox vanished while it was started");
        }

        if (!SandboxNamespace.IsOf(workload.Sandbox, pause.State.Pid))
        {
            SandboxNamespace.Name(workload.Sandbox, pause.State.Pid);
        }

        // A number may be reused between asking and opening; then the name is of somebody else's network.
        var again = await _engine.FindContainerAsync(name, cancellation);
        if (again?.State.Pid != pause.State.Pid || again.State.Status != "running")
        {
            SandboxNamespace.Remove(workload.Sandbox);
            return "ResourceInitializationError: the sandbox ended while it was made";
        }

        return null;
    }

    private async Task<string?> EnsureStartedAsync(Workload workload, CancellationToken cancellation)
    {
        if (await EnsureSandboxAsync(workload, cancellation) is { } refused)
        {
            return refused;
        }

        var standIns = new List<ContainerSpec>();
        foreach (var container in workload.Containers)
        {
            var failure = await EnsureImageAsync(container.Image, cancellation);
            if (failure is not null && BuiltinImages.Find(container.Image) is null)
            {
                return failure;
            }

            if (failure is not null)
            {
                standIns.Add(container);
            }
        }

        var byProcess = workload with { Containers = [.. standIns] };
        foreach (var container in StartOrder.Of(workload.Containers))
        {
            var failure = await StartOrder.WaitAsync(
                container,
                () => Observe().Tasks.FirstOrDefault(t => t.TaskId == workload.TaskId) ?? new(workload.TaskId, []),
                _signal,
                () => _stopAsked.ContainsKey(workload.TaskId),
                cancellation);
            if (failure is not null || _stopAsked.ContainsKey(workload.TaskId))
            {
                return failure;
            }

            failure = standIns.Contains(container)
                ? await _processes.StartOneAsync(byProcess, container, cancellation)
                : await StartAsync(workload, container, cancellation);
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<string?> StartAsync(
        Workload workload, ContainerSpec container, CancellationToken cancellation)
    {
        var name = DockerLabels.ContainerName(_instance, workload.TaskId, container.Name);
        var there = await _engine.FindContainerAsync(name, cancellation);
        if (there is null)
        {
            await _engine.CreateAsync(name, DockerSpecs.App(_instance, workload, container), cancellation);
        }

        if (there is null or { State.Status: "created" })
        {
            await _engine.StartAsync(name, cancellation);
        }

        return null;
    }

    private async Task<string?> EnsureImageAsync(string image, CancellationToken cancellation)
    {
        if (await _engine.FindImageAsync(image, cancellation) is not null)
        {
            return null;
        }

        if (_pullFailures.TryGetValue(image, out var before) && _time.GetElapsedTime(before.At) < PullFailureKept)
        {
            return before.Reason;
        }

        try
        {
            await _engine.PullAsync(image, cancellation);
            return null;
        }
        catch (DockerRefusedException refused)
        {
            var reason =
                $"CannotPullContainerError: Error response from daemon: cannot pull {image}: {refused.Message}";
            _pullFailures[image] = (_time.GetTimestamp(), reason);
            return reason;
        }
    }

    private async Task<ContainerOutcome> StopAsync(ContainerOp.Stop operation, CancellationToken cancellation)
    {
        _stopAsked[operation.TaskId] = true;
        Raise();
        var processes = _processes.ApplyAsync(operation, cancellation);
        var failure = await _turns.TakeAsync(
            operation.TaskId,
            async () =>
            {
                var ours = await _engine.ListAsync([DockerLabels.Task(_instance, operation.TaskId)], cancellation);
                await Task.WhenAll(
                    from container in ours
                    where !DockerLabels.IsPause(container)
                    select _engine.StopAsync(container.Id, DockerLabels.StopSeconds(container), cancellation));
                return null;
            },
            cancellation);
        Raise();
        return failure is null ? await processes : new ContainerOutcome(failure);
    }

    private async Task<ContainerOutcome> RemoveAsync(ContainerOp.Remove operation, CancellationToken cancellation)
    {
        _stopAsked[operation.TaskId] = true;
        Raise();
        var outcome = await _processes.ApplyAsync(operation, cancellation);
        await _turns.TakeAsync(
            operation.TaskId,
            async () =>
            {
                var ours = await _engine.ListAsync([DockerLabels.Task(_instance, operation.TaskId)], cancellation);
                // The network's owner goes last: a container without it would be looked at as broken.
                foreach (var container in ours.OrderBy(DockerLabels.IsPause))
                {
                    SandboxNamespace.Remove(DockerLabels.Sandbox(container));
                    await _engine.RemoveAsync(container.Id, cancellation);
                }

                return null;
            },
            cancellation);
        _turns.Forget(operation.TaskId);
        _stopAsked.TryRemove(operation.TaskId, out _);
        Raise();
        return outcome;
    }
}
