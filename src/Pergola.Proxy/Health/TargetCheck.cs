using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Health;

/// <summary>
/// The checks of one target, one after the other: the first at once, then one per interval. New settings start a new
/// round at once and keep what is known.
/// </summary>
internal sealed class TargetCheck : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HealthProbe _probe;
    private readonly TimeProvider _time;
    private readonly Action<TargetCheck, TargetHealth> _checked;
    private readonly Task _loop;
    private Round? _round;
    private HealthTracker _tracker = HealthTracker.Registered;

    /// <param name="key">The target.</param>
    /// <param name="check">The settings to begin with.</param>
    /// <param name="probe">Asks it; disposed with this.</param>
    /// <param name="time">Drives intervals and time limits.</param>
    /// <param name="checked">Called after every check, with the health before it.</param>
    public TargetCheck(
        TargetKey key, HealthCheckEntry check, HealthProbe probe, TimeProvider time,
        Action<TargetCheck, TargetHealth> @checked)
    {
        Key = key;
        _probe = probe;
        _time = time;
        _checked = @checked;
        _round = new Round(check);
        _loop = RunAsync();
    }

    public TargetKey Key { get; }

    public TargetHealth Health
    {
        get
        {
            lock (_gate)
            {
                return _tracker.Health;
            }
        }
    }

    /// <summary>Whether checks go on.</summary>
    public bool Runs
    {
        get
        {
            lock (_gate)
            {
                return _round is not null;
            }
        }
    }

    /// <summary>Goes on with these settings.</summary>
    public void Use(HealthCheckEntry check)
    {
        Round? old;
        lock (_gate)
        {
            if (_round is null || _round.Check == check)
            {
                return;
            }

            old = _round;
            _round = new Round(check);
        }

        old.End.Cancel();
    }

    /// <summary>Ends the checks and closes their connection; the health stays known.</summary>
    public async ValueTask StopAsync()
    {
        Round? last;
        lock (_gate)
        {
            last = _round;
            _round = null;
        }

        if (last is not null)
        {
            await last.End.CancelAsync();
        }

        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _probe.Dispose();
    }

    private async Task RunAsync()
    {
        // Leave the caller's thread: it holds the set of checks and has others to start.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Current() is { } round)
        {
            try
            {
                await RunAsync(round);
            }
            catch (OperationCanceledException) when (round.End.IsCancellationRequested)
            {
                // New settings, or the end.
            }
        }
    }

    private async Task RunAsync(Round round)
    {
        using var interval = new PeriodicTimer(round.Check.Interval, _time);
        do
        {
            var passed = await _probe.CheckAsync(Key, round.Check, round.End.Token);
            TargetHealth before;
            lock (_gate)
            {
                before = _tracker.Health;
                _tracker = _tracker.After(passed, round.Check.HealthyThreshold, round.Check.UnhealthyThreshold);
            }

            _checked(this, before);
        }
        while (await interval.WaitForNextTickAsync(round.End.Token));
    }

    private Round? Current()
    {
        lock (_gate)
        {
            return _round;
        }
    }

    private sealed record Round(HealthCheckEntry Check)
    {
        public CancellationTokenSource End { get; } = new();
    }
}
