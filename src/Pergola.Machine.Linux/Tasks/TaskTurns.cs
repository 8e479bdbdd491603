using System.Collections.Concurrent;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>One operation at a time for one task; different tasks do not wait for each other.</summary>
internal sealed class TaskTurns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    internal async Task<string?> TakeAsync(string taskId, Func<Task<string?>> work, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(taskId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The task is gone.</summary>
    internal void Forget(string taskId) => _turns.TryRemove(taskId, out _);
}
