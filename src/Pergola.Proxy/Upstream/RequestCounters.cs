namespace Pergola.Proxy.Upstream;

/// <summary>Counts of a listener or a target group since the proxy started.</summary>
internal sealed class RequestCounters
{
    private readonly long[] _byClass = new long[6];
    private long _requests;

    /// <summary>Adds a request that was answered with this status.</summary>
    public void Add(int statusCode)
    {
        Interlocked.Increment(ref _requests);
        var index = statusCode / 100;
        if (index < _byClass.Length)
        {
            Interlocked.Increment(ref _byClass[index]);
        }
    }

    public RequestCounts Read() => new(
        Volatile.Read(ref _requests),
        Volatile.Read(ref _byClass[2]),
        Volatile.Read(ref _byClass[3]),
        Volatile.Read(ref _byClass[4]),
        Volatile.Read(ref _byClass[5]));
}
