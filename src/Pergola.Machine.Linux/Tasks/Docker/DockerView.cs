using System.Collections.Concurrent;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>What the engine says of our containers; each is asked about again only after an event of its own.</summary>
/// <remarks>
/// The engine's list is not to be trusted right after an event: it is written after the event is told. Asking about one
/// container waits until the change is complete.
/// </remarks>
internal sealed class DockerView(DockerEngine engine, string instance)
{
    private readonly ConcurrentDictionary<string, (EngineContainer Container, string? Digest)> _known =
        new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _digests = new(StringComparer.Ordinal);
    private ContainersState _last = new([]);
    private long _events;

    /// <summary>Something happened to the container; null: to any of them.</summary>
    internal void Forget(string? container)
    {
        Interlocked.Increment(ref _events);
        if (container is null)
        {
            _known.Clear();
        }
        else
        {
            _known.TryRemove(container, out _);
        }
    }

    internal async Task<ContainersState> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var listed = await engine.ListAsync([DockerLabels.Instance(instance)], cancellation);
            var tasks = new List<TaskState>();
            foreach (var task in listed.Reverse().GroupBy(DockerLabels.TaskId, StringComparer.Ordinal))
            {
                tasks.Add(await ReadAsync(task.Key, [.. task], cancellation));
            }

            foreach (var id in _known.Keys.Except(listed.Select(c => c.Id), StringComparer.Ordinal))
            {
                _known.TryRemove(id, out _);
            }

            return _last = new ContainersState([.. tasks]);
        }
        catch (Exception gone) when (gone
            is HttpRequestException or IOException or DockerRefusedException or OperationCanceledException)
        {
            return _last;
        }
    }

    private static ContainerPhase Phase(string state) => state switch
    {
        "created" => ContainerPhase.Created,
        "running" or "paused" or "restarting" => ContainerPhase.Running,
        _ => ContainerPhase.Exited,
    };

    private async Task<TaskState> ReadAsync(string taskId, EngineListed[] listed, CancellationToken cancellation)
    {
        var states = new List<ContainerState>();
        var hasNetwork = false;
        foreach (var one in listed)
        {
            if (await ReadAsync(one, cancellation) is not var (container, digest))
            {
                continue;
            }

            if (DockerLabels.IsPause(one))
            {
                hasNetwork = container.State.Status == "running";
            }
            else
            {
                states.Add(State(one, container, digest));
            }
        }

        // Without the network's owner the interface is gone, whatever still runs: the task has to be replaced.
        return new TaskState(taskId, [.. hasNetwork ? states : states.Select(Cut)]);
    }

    private static ContainerState Cut(ContainerState state) => state.Phase == ContainerPhase.Running
        ? state with
        {
            Phase = ContainerPhase.Exited,
            ExitCode = 137,
            Reason = "ResourceInitializationError: the container that held the task's network has ended",
        }
        : state;

    private async Task<(EngineContainer Container, string? Digest)?> ReadAsync(
        EngineListed listed, CancellationToken cancellation)
    {
        if (_known.TryGetValue(listed.Id, out var known))
        {
            return known;
        }

        var before = Interlocked.Read(ref _events);
        if (await engine.FindContainerAsync(listed.Id, cancellation) is not { } container)
        {
            return null;
        }

        var read = (container, await DigestAsync(container.Image, cancellation));
        // An answer that an event has overtaken may be old already.
        if (before == Interlocked.Read(ref _events))
        {
            _known[listed.Id] = read;
        }

        return read;
    }

    private static ContainerState State(EngineListed listed, EngineContainer container, string? digest)
    {
        var phase = Phase(container.State.Status);
        var reason = container.State.OOMKilled ? "OutOfMemoryError: Container killed due to memory usage"
            : container.State.Error is { Length: > 0 } error ? $"CannotStartContainerError: {error}"
            : null;
        return new ContainerState(
            DockerLabels.Container(listed),
            container.Id,
            phase,
            phase == ContainerPhase.Exited ? container.State.ExitCode : null,
            reason,
            container.State.Health?.Status switch
            {
                "healthy" => ContainerHealth.Healthy,
                "unhealthy" => ContainerHealth.Unhealthy,
                _ => ContainerHealth.Unknown,
            },
            phase == ContainerPhase.Created ? null : container.State.StartedAt,
            phase == ContainerPhase.Exited ? container.State.FinishedAt : null,
            digest);
    }

    private async Task<string?> DigestAsync(string imageId, CancellationToken cancellation)
    {
        if (!_digests.TryGetValue(imageId, out var digest))
        {
            var image = await engine.FindImageAsync(imageId, cancellation);
            digest = image?.RepoDigests is [var first, ..] ? first.Split('@')[^1] : null;
            _digests[imageId] = digest;
        }

        return digest;
    }
}
