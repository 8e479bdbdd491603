using Pergola.Api.Cloudwatch;
using Pergola.Domain;

namespace Pergola.Planning.Cloudwatch;

/// <summary>GetMetricData: many metrics at once. Expressions are not calculated.</summary>
internal static class GetMetricData
{
    public static Decision<GetMetricDataOutput> Decide(GetMetricDataInput request, Snapshot snapshot, Given given)
    {
        foreach (var query in request.MetricDataQueries)
        {
            if (FaultOf(request, query) is { } fault)
            {
                return fault;
            }
        }

        return new GetMetricDataOutput
        {
            MetricDataResults =
            [
                .. request.MetricDataQueries.Where(query => query.ReturnData != false)
                    .Select(query => Result(request, query, given)),
            ],
            Messages = [],
        };
    }

    private static CloudwatchError? FaultOf(GetMetricDataInput request, MetricDataQuery query)
    {
        if (query.Expression is not null)
        {
            return new CloudwatchError.InvalidValue(
                $"The query {query.Id} has an Expression, and expressions are not calculated here; give a MetricStat.");
        }

        if (query.MetricStat is not { } wanted)
        {
            return new CloudwatchError.InvalidValue($"The query {query.Id} must have a MetricStat.");
        }

        return Statistic.IsKnown(wanted.Stat)
            ? Periods.FaultOf(request.StartTime, request.EndTime, wanted.Period)
            : new CloudwatchError.InvalidValue(
                $"The value {wanted.Stat} for parameter Stat of {query.Id} is not supported; SampleCount, Average, "
                + "Sum, Minimum, Maximum and percentiles like p99 are.");
    }

    private static MetricDataResult Result(GetMetricDataInput request, MetricDataQuery query, Given given)
    {
        var wanted = query.MetricStat!;
        var samples = LatticeSeries.Find(
            given, wanted.Metric.Namespace, wanted.Metric.MetricName, wanted.Metric.Dimensions);
        var points = Periods.Of(samples, request.StartTime, request.EndTime, wanted.Period)
            .Select(period => (period.Start, Value: Statistic.Of(wanted.Stat, period.Samples)))
            .Where(point => point.Value is not null);
        var sorted = request.ScanBy == ScanBy.TimestampAscending ? points.ToList() : points.Reverse().ToList();
        return new MetricDataResult
        {
            Id = query.Id,
            Label = query.Label ?? wanted.Metric.MetricName,
            Timestamps = [.. sorted.Select(point => point.Start)],
            Values = [.. sorted.Select(point => point.Value!.Value)],
            StatusCode = StatusCode.Complete,
        };
    }
}
