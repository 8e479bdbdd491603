using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Upstream;

/// <summary>A target: what survives when the table changes.</summary>
internal sealed class TargetState(TargetKey key, Action idle)
{
    private int _inFlight;
    private volatile bool _draining;
    private volatile bool _isGone;

    public TargetKey Key { get; } = key;

    /// <summary>Requests that it is answering now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>No table in force names it any more: unused connections to it are to be closed.</summary>
    public bool IsGone => _isGone;

    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>A request ended. Tells when that was the last one of a draining target.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && _draining)
        {
            idle();
        }
    }

    public void Go() => _isGone = true;

    public void Use(TargetUse use) => _draining = use == TargetUse.Draining;
}

/// <summary>Which target: the same address may be in several groups.</summary>
internal sealed record TargetKey(string TargetGroupId, System.Net.IPAddress Address, int Port);
