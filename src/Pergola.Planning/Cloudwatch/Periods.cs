using Pergola.Core.Metrics;

namespace Pergola.Planning.Cloudwatch;

/// <summary>Cuts a span of time into periods, which begin at multiples of their length.</summary>
internal static class Periods
{
    /// <summary>The samples of each period in which there are some, oldest first; the end is not in the span.</summary>
    public static IEnumerable<(DateTimeOffset Start, List<MetricSample> Samples)> Of(
        IEnumerable<(DateTimeOffset Start, MetricSample Sample)> samples,
        DateTimeOffset start,
        DateTimeOffset end,
        int seconds) => samples
            .GroupBy(one => StartOf(one.Start, seconds), one => one.Sample)
            .Where(period => period.Key >= StartOf(start, seconds) && period.Key < end)
            .OrderBy(period => period.Key)
            .Select(period => (period.Key, period.ToList()));

    /// <summary>What is wrong with a span and its period; null when nothing is.</summary>
    public static CloudwatchError? FaultOf(DateTimeOffset start, DateTimeOffset end, int seconds)
    {
        if (start >= end)
        {
            return new CloudwatchError.InvalidValue("The parameter StartTime must be less than the parameter EndTime.");
        }

        return seconds is 1 or 5 or 10 or 30 || (seconds > 0 && seconds % 60 == 0)
            ? null
            : new CloudwatchError.InvalidValue(
                $"The parameter Period must be 1, 5, 10, 30 or a multiple of 60 seconds, not {seconds}.");
    }

    private static DateTimeOffset StartOf(DateTimeOffset moment, int seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds() / seconds * seconds);
}
