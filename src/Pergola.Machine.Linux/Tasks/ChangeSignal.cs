namespace Pergola.Machine.Linux.Tasks;

/// <summary>Lets many wait until something is true, looking again whenever something may have changed.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    internal void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Ends when the condition holds. It looks after taking the signal, so it misses no change.</summary>
    internal async Task UntilAsync(Func<bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (condition())
            {
                return;
            }

            await next.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
