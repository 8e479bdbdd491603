using System.Collections.Immutable;
using Pergola.Api.Cloudwatch;

namespace Pergola.Planning.Cloudwatch;

/// <summary>Which decision answers which operation of this service.</summary>
public static class CloudwatchBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(CloudwatchApi.GetMetricData, GetMetricData.Decide),
        Binding.To(CloudwatchApi.GetMetricStatistics, GetMetricStatistics.Decide),
        Binding.To(CloudwatchApi.ListMetrics, ListMetrics.Decide),
    ];
}
