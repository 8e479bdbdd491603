namespace Pergola.Core.Metrics;

/// <summary>What was counted in one minute.</summary>
/// <param name="Start">When it began, at a whole minute.</param>
public sealed record MetricMinute(DateTimeOffset Start, ValueList<MetricSample> Samples);

/// <summary>One metric of one resource in one minute, as CloudWatch's statistic sets are.</summary>
/// <param name="ResourceArn">The service or target group.</param>
/// <param name="Metric">For example <c>TotalRequestCount</c>.</param>
/// <param name="Count">How many observations there were.</param>
/// <param name="Sum">Of all of them.</param>
public sealed record MetricSample(
    string ResourceArn, string Metric, double Count, double Sum, double Minimum, double Maximum)
{
    /// <summary>For times: how many observations each of <see cref="TimeBuckets"/> had; empty for counts.</summary>
    public ValueList<long> Buckets { get; init; } = [];
}
