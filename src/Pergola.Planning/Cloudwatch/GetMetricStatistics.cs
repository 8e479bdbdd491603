using Pergola.Api.Cloudwatch;
using Pergola.Core.Metrics;
using Pergola.Domain;

namespace Pergola.Planning.Cloudwatch;

/// <summary>GetMetricStatistics: one metric's statistics by period.</summary>
internal static class GetMetricStatistics
{
    /// <summary>AWS's limit of datapoints that one call can ask for.</summary>
    private const int DatapointsMax = 1440;

    public static Decision<GetMetricStatisticsOutput> Decide(
        GetMetricStatisticsInput request, Snapshot snapshot, Given given)
    {
        if (FaultOf(request) is { } fault)
        {
            return fault;
        }

        var samples = LatticeSeries.Find(given, request.Namespace, request.MetricName, request.Dimensions);
        return new GetMetricStatisticsOutput
        {
            Label = request.MetricName,
            Datapoints =
            [
                .. Periods.Of(samples, request.StartTime, request.EndTime, request.Period)
                    .Select(period => Datapoint(request, period.Start, period.Samples)),
            ],
        };
    }

    private static CloudwatchError? FaultOf(GetMetricStatisticsInput request)
    {
        var extended = request.ExtendedStatistics ?? [];
        if (request.Statistics is not { Count: > 0 } && extended.Count == 0)
        {
            return new CloudwatchError.Missing("Must specify either Statistics or ExtendedStatistics.");
        }

        if (extended.FirstOrDefault(name => !Statistic.IsKnown(name)) is { } unknown)
        {
            return new CloudwatchError.InvalidValue(
                $"The value {unknown} for parameter ExtendedStatistics is not supported; percentiles like p99 are.");
        }

        if (Periods.FaultOf(request.StartTime, request.EndTime, request.Period) is { } fault)
        {
            return fault;
        }

        var points = (request.EndTime - request.StartTime).TotalSeconds / request.Period;
        return points > DatapointsMax
            ? new CloudwatchError.InvalidCombination(FormattableString.Invariant(
                $"You have requested up to {points:N0} datapoints, which exceeds the limit of {DatapointsMax:N0}. ")
                + "You may reduce the datapoints requested by increasing Period, or decreasing the time range.")
            : null;
    }

    private static Datapoint Datapoint(
        GetMetricStatisticsInput request, DateTimeOffset start, List<MetricSample> samples)
    {
        double? Of(string name) =>
            request.Statistics?.Contains(name) == true ? Statistic.Of(name, samples) : null;
        return new Datapoint
        {
            Timestamp = start,
            SampleCount = Of("SampleCount"),
            Average = Of("Average"),
            Sum = Of("Sum"),
            Minimum = Of("Minimum"),
            Maximum = Of("Maximum"),
            Unit = LatticeSeries.UnitOf(request.MetricName),
            ExtendedStatistics = request.ExtendedStatistics is { Count: > 0 } names
                ? names.Distinct().Where(name => Statistic.Of(name, samples) is not null)
                    .ToDictionary(name => name, name => Statistic.Of(name, samples)!.Value, StringComparer.Ordinal)
                : null,
        };
    }
}
