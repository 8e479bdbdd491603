using System.Collections.Immutable;

namespace Pergola.Core.Metrics;

/// <summary>The last minutes that were counted, oldest first. Immutable: a minute more makes another history.</summary>
public sealed class MetricHistory
{
    /// <summary>
    /// Minutes kept. AWS keeps them for 15 days; three hours are what one looks back at while developing, and they are
    /// kept in memory alone.
    /// </summary>
    public const int MinutesMax = 180;

    /// <summary>
    /// Samples kept in all minutes together, at some 150 bytes each; with more, the oldest minutes go earlier.
    /// </summary>
    public const int SamplesMax = 500_000;

    private MetricHistory(ImmutableQueue<MetricMinute> minutes, int minuteCount, int sampleCount)
    {
        Minutes = minutes;
        (_minuteCount, _sampleCount) = (minuteCount, sampleCount);
    }

    private readonly int _minuteCount;
    private readonly int _sampleCount;

    /// <summary>Nothing was counted yet.</summary>
    public static MetricHistory Empty { get; } = new([], 0, 0);

    /// <summary>The minutes, oldest first.</summary>
    public ImmutableQueue<MetricMinute> Minutes { get; }

    /// <summary>This history with one minute more, and without those for which there is no room.</summary>
    public MetricHistory With(MetricMinute minute)
    {
        var minutes = Minutes.Enqueue(minute);
        var (minuteCount, sampleCount) = (_minuteCount + 1, _sampleCount + minute.Samples.Count);
        while (minuteCount > 1 && (minuteCount > MinutesMax || sampleCount > SamplesMax))
        {
            minutes = minutes.Dequeue(out var oldest);
            (minuteCount, sampleCount) = (minuteCount - 1, sampleCount - oldest.Samples.Count);
        }

        return new MetricHistory(minutes, minuteCount, sampleCount);
    }
}
