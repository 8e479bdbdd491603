using System.Globalization;
using Pergola.Api.Cloudwatch;
using Pergola.Domain;

namespace Pergola.Planning.Cloudwatch;

/// <summary>ListMetrics: the metrics that there are, in pages.</summary>
internal static class ListMetrics
{
    /// <summary>AWS's size of a page.</summary>
    private const int PageSize = 500;

    public static Decision<ListMetricsOutput> Decide(ListMetricsInput request, Snapshot snapshot, Given given)
    {
        var first = 0;
        if (request.NextToken is { } token
            && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out first))
        {
            return new CloudwatchError.InvalidValue(
                $"The value {token} for parameter NextToken is none that ListMetrics gave.");
        }

        var found = LatticeSeries.All(given).Where(metric => Fits(request, metric)).Skip(first).Take(PageSize + 1)
            .ToList();
        return new ListMetricsOutput
        {
            Metrics = [.. found.Take(PageSize)],
            NextToken = found.Count > PageSize ? (first + PageSize).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static bool Fits(ListMetricsInput request, Metric metric) =>
        (request.Namespace ?? metric.Namespace) == metric.Namespace
        && (request.MetricName ?? metric.MetricName) == metric.MetricName
        && (request.Dimensions ?? []).All(wanted => metric.Dimensions!.Any(
            dimension => dimension.Name == wanted.Name && (wanted.Value ?? dimension.Value) == dimension.Value));
}
