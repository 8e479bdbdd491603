using System.Globalization;

namespace Pergola.Control.Http;

/// <summary>
/// Where the time of one request went, told in its <c>Server-Timing</c> header (W3C, Server Timing), in milliseconds:
/// all of it until the answer is ready, and of that the decision itself and the wait for the disk.
/// </summary>
internal sealed class RequestTiming(TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _decide;
    private long _decided;
    private TimeSpan _journal;

    /// <summary>Measures a decision.</summary>
    public T Decide<T>(Func<T> decide)
    {
        var begin = time.GetTimestamp();
        var outcome = decide();
        _decided = time.GetTimestamp();
        _decide = time.GetElapsedTime(begin, _decided);
        return outcome;
    }

    /// <summary>What was decided is durable now.</summary>
    public void Durable() => _journal = time.GetElapsedTime(_decided);

    /// <summary>The value of the header, if the answer is ready now.</summary>
    public string Header() => string.Create(
        CultureInfo.InvariantCulture,
        $"total;dur={time.GetElapsedTime(_begin).TotalMilliseconds:0.###}, "
        + $"decide;dur={_decide.TotalMilliseconds:0.###}, journal;dur={_journal.TotalMilliseconds:0.###}");
}
