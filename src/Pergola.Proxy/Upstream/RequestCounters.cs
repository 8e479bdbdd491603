using Pergola.Core.Metrics;

namespace Pergola.Proxy.Upstream;

/// <summary>
/// Counts of a listener or a target group since the proxy started. Each event loop counts in a place of its own, away
/// from the others' cache lines, because a shared one would cost more than reading the request. Nothing is held before
/// there is something to count.
/// </summary>
internal sealed class RequestCounters
{
    private const int FirstBucket = (int)RequestCount.Kinds;

    // A multiple of two cache lines: processors fetch them in pairs.
    private const int LongsPerPlace = 64;

    private long[]? _counts;

    /// <summary>How many places there are: one for all threads that are no event loop, and one for each loop.</summary>
    public static int PlacesMax { get; } = Environment.ProcessorCount + 1;

    /// <summary>How many numbers <see cref="Read(Span{long})"/> gives.</summary>
    public static int Numbers => FirstBucket + TimeBuckets.Count;

    /// <summary>Adds a request that has ended.</summary>
    /// <param name="place">0, or a loop's number from 1 on.</param>
    public void Add(in RequestTally tally, int place = 0)
    {
        Add(RequestCount.Requests, 1, place);
        var index = tally.Status / 100;
        if (index is >= (int)RequestCount.Http2xx and <= (int)RequestCount.Http5xx)
        {
            Add((RequestCount)index, 1, place);
        }

        Add(RequestCount.Microseconds, tally.Microseconds, place);
        Add(RequestCount.BytesReceived, tally.BytesReceived, place);
        Add(RequestCount.BytesSent, tally.BytesSent, place);
        Add((RequestCount)(FirstBucket + TimeBuckets.Of(tally.Microseconds)), 1, place);
    }

    /// <summary>Adds to one count.</summary>
    public void Add(RequestCount count, long number, int place = 0)
    {
        ref var there = ref (_counts ?? Make())[(place * LongsPerPlace) + (int)count];
        if (place > 0)
        {
            // Nobody else writes here, and a long is written at once.
            Volatile.Write(ref there, there + number);
            return;
        }

        Interlocked.Add(ref there, number);
    }

    public RequestCounts Read() => new(
        Sum(RequestCount.Requests),
        Sum(RequestCount.Http2xx),
        Sum(RequestCount.Http3xx),
        Sum(RequestCount.Http4xx),
        Sum(RequestCount.Http5xx));

    /// <summary>All counts, and behind them the times by bucket.</summary>
    /// <param name="numbers">As long as <see cref="Numbers"/>; what is there is added to.</param>
    public void Read(Span<long> numbers)
    {
        for (var index = 0; index < Numbers; index++)
        {
            numbers[index] += Sum((RequestCount)index);
        }
    }

    private long Sum(RequestCount count)
    {
        if (_counts is not { } counts)
        {
            return 0;
        }

        long sum = 0;
        for (var place = 0; place < PlacesMax; place++)
        {
            sum += Volatile.Read(ref counts[(place * LongsPerPlace) + (int)count]);
        }

        return sum;
    }

    private long[] Make() =>
        Interlocked.CompareExchange(ref _counts, new long[PlacesMax * LongsPerPlace], null) ?? _counts;
}

/// <summary>What is counted.</summary>
internal enum RequestCount
{
    Requests,

    /// <summary>Of no use: classes of answers have the places of their numbers.</summary>
    None,
    Http2xx,
    Http3xx,
    Http4xx,
    Http5xx,

    /// <summary>From a request's head to its answer's last byte, of all requests together.</summary>
    Microseconds,

    /// <summary>From clients, heads and bodies.</summary>
    BytesReceived,

    /// <summary>To clients.</summary>
    BytesSent,

    /// <summary>Connections opened to targets.</summary>
    Connections,
    ConnectionErrors,
    ConnectionTimeouts,

    /// <summary>Requests whose target stayed silent for too long.</summary>
    RequestTimeouts,

    /// <summary>How many kinds there are.</summary>
    Kinds,
}

/// <summary>What is counted of one request.</summary>
internal readonly record struct RequestTally(
    int Status, long Microseconds = 0, long BytesReceived = 0, long BytesSent = 0);
