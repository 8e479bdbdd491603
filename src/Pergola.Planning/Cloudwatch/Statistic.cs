using System.Globalization;
using Pergola.Core.Metrics;

namespace Pergola.Planning.Cloudwatch;

/// <summary>What is told of the observations of a period.</summary>
internal static class Statistic
{
    /// <summary>Whether there is such a statistic: the five plain ones, and percentiles like <c>p99</c>.</summary>
    public static bool IsKnown(string name) =>
        name is "SampleCount" or "Average" or "Sum" or "Minimum" or "Maximum" || Percentile(name) is not null;

    /// <summary>The statistic of the samples of one period; null when they have no observation to tell it of.</summary>
    public static double? Of(string name, IReadOnlyCollection<MetricSample> samples)
    {
        var count = samples.Sum(sample => sample.Count);
        var observed = samples.Where(sample => sample.Count > 0).ToList();
        return name switch
        {
            "SampleCount" => count,
            "Sum" => samples.Sum(sample => sample.Sum),
            _ when observed.Count == 0 => null,
            "Average" => samples.Sum(sample => sample.Sum) / count,
            "Minimum" => observed.Min(sample => sample.Minimum),
            "Maximum" => observed.Max(sample => sample.Maximum),
            _ => AtRank(observed, Percentile(name)!.Value / 100 * count),
        };
    }

    // Of times the bucket is known in which the observation lies; of counts each minute is one observation.
    private static double AtRank(List<MetricSample> samples, double rank)
    {
        var points = samples.SelectMany(Points).OrderBy(point => point.Value);
        double seen = 0;
        double value = 0;
        foreach (var point in points)
        {
            value = point.Value;
            seen += point.Count;
            if (seen >= rank)
            {
                break;
            }
        }

        return value;
    }

    private static IEnumerable<(double Value, double Count)> Points(MetricSample sample)
    {
        if (sample.Buckets.Count == 0)
        {
            return [(sample.Maximum, sample.Count)];
        }

        return sample.Buckets
            .Select((count, bucket) => (Math.Min(TimeBuckets.UpperMilliseconds(bucket), sample.Maximum), (double)count))
            .Where(point => point.Item2 > 0);
    }

    private static double? Percentile(string name) =>
        name.StartsWith('p')
        && double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rank)
        && rank is > 0 and <= 100
            ? rank
            : null;
}
