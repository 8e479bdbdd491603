using Pergola.Core;
using Pergola.Core.Metrics;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Telemetry;

/// <summary>Counts under the names of CloudWatch (VPC Lattice user guide, "CloudWatch metrics").</summary>
internal static class MinuteSamples
{
    private static readonly (string Metric, RequestCount Count)[] s_ofBoth =
    [
        ("TotalRequestCount", RequestCount.Requests),
        ("HTTPCode_2XX_Count", RequestCount.Http2xx),
        ("HTTPCode_3XX_Count", RequestCount.Http3xx),
        ("HTTPCode_4XX_Count", RequestCount.Http4xx),
        ("HTTPCode_5XX_Count", RequestCount.Http5xx),
    ];

    private static readonly (string Metric, RequestCount Count)[] s_ofServices =
        [.. s_ofBoth, ("RequestTimeoutCount", RequestCount.RequestTimeouts)];

    // Targets are spoken to in HTTP/1.1 by what counts connections.
    private static readonly (string Metric, RequestCount Count)[] s_ofGroups =
    [
        .. s_ofBoth,
        ("TotalConnectionCount", RequestCount.Connections),
        ("HTTP1_ConnectionCount", RequestCount.Connections),
        ("ConnectionErrorCount", RequestCount.ConnectionErrors),
        ("ConnectionTimeoutCount", RequestCount.ConnectionTimeouts),
        ("TotalReceivedConnectionBytes", RequestCount.BytesReceived),
        ("TotalSentConnectionBytes", RequestCount.BytesSent),
    ];

    /// <summary>The samples of one resource in one minute.</summary>
    public static IEnumerable<MetricSample> Of(MeterReading reading)
    {
        foreach (var (metric, count) in reading.IsGroup ? s_ofGroups : s_ofServices)
        {
            yield return One(reading.Arn, metric, reading[count]);
        }

        if (reading.IsGroup)
        {
            yield return One(reading.Arn, "ActiveRequestCount", reading.InFlight);
        }

        yield return Times(reading);
    }

    private static MetricSample One(string arn, string metric, double value) =>
        new(arn, metric, 1, value, value, value);

    private static MetricSample Times(MeterReading reading)
    {
        var buckets = reading.Numbers.AsSpan((int)RequestCount.Kinds, TimeBuckets.Count);
        var first = buckets.IndexOfAnyExcept(0);
        var last = buckets.LastIndexOfAnyExcept(0);
        return first < 0
            ? new MetricSample(reading.Arn, "RequestTime", 0, 0, 0, 0)
            : new MetricSample(
                reading.Arn,
                "RequestTime",
                reading[RequestCount.Requests],
                reading[RequestCount.Microseconds] / 1000.0,
                first == 0 ? 0 : TimeBuckets.UpperMilliseconds(first - 1),
                TimeBuckets.UpperMilliseconds(last))
            {
                Buckets = ValueList.Create<long>(buckets),
            };
    }
}
