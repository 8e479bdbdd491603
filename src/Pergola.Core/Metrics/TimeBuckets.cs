namespace Pergola.Core.Metrics;

/// <summary>
/// How times are sorted, so that percentiles can be told without keeping every one: each bucket is half as long again
/// as the one before, which is how far a percentile can be off.
/// </summary>
public static class TimeBuckets
{
    /// <summary>Up to 90 seconds; what took longer is in the last.</summary>
    public const int Count = 36;

    private const double FirstMilliseconds = 0.0625;
    private const double Growth = 1.5;

    private static readonly long[] s_limits =
        [.. Enumerable.Range(0, Count).Select(index => (long)(FirstMilliseconds * 1000 * Math.Pow(Growth, index)))];

    /// <summary>The bucket of a time.</summary>
    public static int Of(long microseconds)
    {
        var found = Array.BinarySearch(s_limits, microseconds);
        return Math.Min(found >= 0 ? found : ~found, Count - 1);
    }

    /// <summary>The longest time in a bucket, in milliseconds.</summary>
    public static double UpperMilliseconds(int bucket) => s_limits[bucket] / 1000.0;
}
