namespace Pergola.Machine.Linux.Tasks;

/// <summary>Lets many wait until something is true, looking again whenever something may have changed.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    internal void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Ends when the condition holds. The signal is taken before looking, so that no change is missed.</summary>
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
