using System.Globalization;
using System.Text;
using Pergola.Core.Metrics;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Telemetry;

/// <summary>All counters in Prometheus's text format (version 0.0.4).</summary>
internal static class PrometheusText
{
    private static readonly (string Name, string Help, bool OfGroupsOnly, RequestCount Count)[] s_counters =
    [
        ("requests_total", "Requests that have ended.", false, RequestCount.Requests),
        ("received_bytes_total", "Heads and bodies from clients.", false, RequestCount.BytesReceived),
        ("sent_bytes_total", "Heads and bodies to clients.", false, RequestCount.BytesSent),
        ("request_timeouts_total", "Requests whose target was silent for too long.", false,
            RequestCount.RequestTimeouts),
        ("connections_total", "Connections opened to targets.", true, RequestCount.Connections),
        ("connection_errors_total", "Connections to targets that failed.", true, RequestCount.ConnectionErrors),
        ("connection_timeouts_total", "Connections to targets that took too long.", true,
            RequestCount.ConnectionTimeouts),
    ];

    /// <summary>The text.</summary>
    /// <param name="readings">Of the table in force.</param>
    /// <param name="linesDropped">Lines of access logs that were lost on their way out of the loops.</param>
    public static string Of(IReadOnlyList<MeterReading> readings, long linesDropped)
    {
        var text = new StringBuilder();
        foreach (var isGroup in (bool[])[false, true])
        {
            var some = readings.Where(reading => reading.IsGroup == isGroup).ToList();
            var prefix = isGroup ? "pergola_target_group_" : "pergola_service_";
            foreach (var (name, help, ofGroupsOnly, count) in s_counters)
            {
                if (isGroup || !ofGroupsOnly)
                {
                    Head(text, prefix + name, help, "counter");
                    some.ForEach(reading => Line(text, prefix + name, Label(reading), reading[count]));
                }
            }

            Answers(text, prefix + "answers_total", some);
            Times(text, prefix + "request_seconds", some);
        }

        Head(text, "pergola_target_group_requests_active", "Requests that targets are answering now.", "gauge");
        foreach (var reading in readings.Where(reading => reading.IsGroup))
        {
            Line(text, "pergola_target_group_requests_active", Label(reading), reading.InFlight);
        }

        Head(text, "pergola_access_log_lines_dropped_total", "Lines lost on their way out of the loops.", "counter");
        return text.Append(
            CultureInfo.InvariantCulture, $"pergola_access_log_lines_dropped_total {linesDropped}\n").ToString();
    }

    private static void Answers(StringBuilder text, string name, List<MeterReading> readings)
    {
        Head(text, name, "Answers by the class of their status.", "counter");
        foreach (var reading in readings)
        {
            for (var count = RequestCount.Http2xx; count <= RequestCount.Http5xx; count++)
            {
                Line(text, name, $"{Label(reading)},code=\"{(int)count}xx\"", reading[count]);
            }
        }
    }

    private static void Times(StringBuilder text, string name, List<MeterReading> readings)
    {
        Head(text, name, "From a request's head to its answer's last byte.", "histogram");
        foreach (var reading in readings)
        {
            long sum = 0;
            for (var bucket = 0; bucket < TimeBuckets.Count - 1; bucket++)
            {
                sum += reading.Numbers[(int)RequestCount.Kinds + bucket];
                var limit = TimeBuckets.UpperMilliseconds(bucket) / 1000;
                Line(text, name + "_bucket", FormattableString.Invariant($"{Label(reading)},le=\"{limit}\""), sum);
            }

            Line(text, name + "_bucket", $"{Label(reading)},le=\"+Inf\"", reading[RequestCount.Requests]);
            Line(text, name + "_count", Label(reading), reading[RequestCount.Requests]);
            Line(text, name + "_sum", Label(reading), reading[RequestCount.Microseconds] / 1_000_000.0);
        }
    }

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ')
            .Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");

    private static string Label(MeterReading reading) =>
        $"{(reading.IsGroup ? "target_group" : "service")}=\"{reading.Arn[(reading.Arn.LastIndexOf('/') + 1)..]}\"";
}
