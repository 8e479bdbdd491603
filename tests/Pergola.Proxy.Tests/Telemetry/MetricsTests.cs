using Microsoft.Extensions.Time.Testing;
using Pergola.Core.Metrics;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Telemetry;

/// <summary>What is counted and handed over by the minute, by either engine.</summary>
public abstract class MetricsTests(HttpEngine engine) : EngineTests(engine)
{
    private readonly TelemetryTwin _telemetry = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 20, TimeSpan.Zero));

    [Fact]
    public async Task A_minute_has_what_was_counted_in_it_and_zeros_after_the_first_traffic()
    {
        await using var target = RawTarget.Named("hello");
        await using var plane = await StartAsync(Ruled(target), _time, _telemetry);
        using var client = await plane.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        }

        await client.AskAsync($"GET /fixed HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await CountedAsync(plane, 4);

        _time.Advance(TimeSpan.FromSeconds(40));
        var minute = await NextAsync();
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero), minute.Start);
        Assert.Equal((4, 3, 1), (
            Sum(minute, "arn:svc-web", "TotalRequestCount"),
            Sum(minute, "arn:svc-web", "HTTPCode_2XX_Count"),
            Sum(minute, "arn:svc-web", "HTTPCode_4XX_Count")));
        Assert.Equal((3, 1), (
            Sum(minute, "arn:tg-a", "TotalRequestCount"), Sum(minute, "arn:tg-a", "ActiveRequestCount") + 1));
        Assert.Equal(4, Sample(minute, "arn:svc-web", "RequestTime").Buckets.Sum());

        _time.Advance(TimeSpan.FromMinutes(1));
        var next = await NextAsync();
        Assert.Equal(minute.Start.AddMinutes(1), next.Start);
        Assert.Equal(0, Sum(next, "arn:svc-web", "TotalRequestCount"));
    }

    [Fact]
    public async Task The_text_for_Prometheus_has_every_counter_since_the_start()
    {
        await using var target = RawTarget.Named("hello");
        await using var plane = await StartAsync(Ruled(target));
        await plane.GetAsync("/");
        await CountedAsync(plane, 1);

        var lines = plane.Dataplane.Metrics().Split('\n');

        Assert.Contains("""pergola_service_requests_total{service="arn:svc-web"} 1""", lines);
        Assert.Contains("""pergola_service_answers_total{service="arn:svc-web",code="2xx"} 1""", lines);
        Assert.Contains("""pergola_target_group_request_seconds_count{target_group="arn:tg-a"} 1""", lines);
        Assert.Contains("""pergola_service_request_seconds_bucket{service="arn:svc-web",le="+Inf"} 1""", lines);
        Assert.Contains("pergola_access_log_lines_dropped_total 0", lines);
        Assert.All(lines.Where(line => line.Length > 0), line => Assert.Matches("^(# (HELP|TYPE) )?pergola_", line));
    }

    // A request is counted after its answer was sent.
    private static async Task CountedAsync(Plane plane, int requests)
    {
        while (plane.Dataplane.Count().Listeners.Values.Sum(counts => counts.Requests) < requests)
        {
            await Task.Yield();
        }
    }

    private static DataplaneTable Ruled(RawTarget target) => Table(
        Service(Forward("tg-a"), Rule(1, Match(path: Exact("/fixed")), Fixed(404))), Group("tg-a", At(target)));

    private async Task<MetricMinute> NextAsync() =>
        await _telemetry.Minutes.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private static double Sum(MetricMinute minute, string arn, string metric) => Sample(minute, arn, metric).Sum;

    private static MetricSample Sample(MetricMinute minute, string arn, string metric) =>
        Assert.Single(minute.Samples, sample => sample.ResourceArn == arn && sample.Metric == metric);
}

/// <summary>The promises of <see cref="MetricsTests"/>, kept by the event loops.</summary>
public sealed class MetricsByLoopsTests() : MetricsTests(HttpEngine.Loops);

/// <summary>The same, kept by Kestrel.</summary>
public sealed class MetricsByKestrelTests() : MetricsTests(HttpEngine.Kestrel);
