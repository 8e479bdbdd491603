namespace Pergola.Proxy.Upstream;

/// <summary>
/// Counts of a listener or a target group since the proxy started. Each event loop counts in a place of its own, away
/// from the others' cache lines, because a shared one would cost more than reading the request.
/// </summary>
internal sealed class RequestCounters
{
    private const int LongsPerPlace = 16;   // Two cache lines: processors fetch them in pairs.
    private const int Requests = 0;         // Classes 2 to 5 have the places of their numbers.
    private const int ClassMax = 5;

    private readonly long[] _counts = new long[PlacesMax * LongsPerPlace];

    /// <summary>How many places there are: one for all threads that are no event loop, and one for each loop.</summary>
    public static int PlacesMax { get; } = Environment.ProcessorCount + 1;

    /// <summary>Adds a request that was answered with this status.</summary>
    /// <param name="statusCode">Of the answer.</param>
    /// <param name="place">0, or a loop's number from 1 on.</param>
    public void Add(int statusCode, int place = 0)
    {
        var first = place * LongsPerPlace;
        Interlocked.Increment(ref _counts[first + Requests]);
        var index = statusCode / 100;
        if (index is > 0 and <= ClassMax)
        {
            Interlocked.Increment(ref _counts[first + index]);
        }
    }

    public RequestCounts Read() => new(Sum(Requests), Sum(2), Sum(3), Sum(4), Sum(5));

    private long Sum(int index)
    {
        long sum = 0;
        for (var place = 0; place < PlacesMax; place++)
        {
            sum += Volatile.Read(ref _counts[(place * LongsPerPlace) + index]);
        }

        return sum;
    }
}
