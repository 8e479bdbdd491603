using Pergola.Api.Cloudwatch;
using Pergola.Core;
using Pergola.Core.Metrics;
using Pergola.Domain;
using Pergola.Planning.Cloudwatch;

namespace Pergola.Planning.Tests.Cloudwatch;

/// <summary>What CloudWatch tells of what was counted.</summary>
public sealed class CloudwatchTests
{
    private const string Service = "arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-1";
    private const string Group = "arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/tg-1";
    private const string Others = "arn:aws:vpc-lattice:eu-west-1:999999999999:service/svc-1";

    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private readonly Given _given = new(
        s_start.AddMinutes(9), new SeededEntropy(1),
        new Caller("111122223333", "eu-west-1", "arn", "user", "key"), Pace.Aws, "request")
    {
        Metrics = Enumerable.Range(0, 6).Aggregate(MetricHistory.Empty, (history, minute) => history.With(new(
            s_start.AddMinutes(minute),
            [
                new MetricSample(Service, "TotalRequestCount", 1, minute, minute, minute),
                new MetricSample(Group, "TotalRequestCount", 1, 1, 1, 1),
                Times(minute),
                new MetricSample(Others, "TotalRequestCount", 1, 100, 100, 100),
            ]))),
    };

    [Theory]
    [InlineData(60, "Sum", "0 1 2 3 4 5")]
    [InlineData(120, "Sum", "1 5 9")]
    [InlineData(300, "Sum", "10 5")]
    [InlineData(120, "Average", "0.5 2.5 4.5")]
    [InlineData(120, "Maximum", "1 3 5")]
    [InlineData(120, "Minimum", "0 2 4")]
    [InlineData(120, "SampleCount", "2 2 2")]
    public void A_statistic_sums_the_minutes_of_each_period(int period, string statistic, string expected)
    {
        var answer = Do(GetMetricStatistics.Decide, Statistics(period, statistic));

        Assert.Equal("TotalRequestCount", answer.Label);
        Assert.Equal(expected, string.Join(' ', answer.Datapoints!.Select(point =>
            point.Sum ?? point.Average ?? point.Maximum ?? point.Minimum ?? point.SampleCount)));
        Assert.Equal(s_start, answer.Datapoints![0].Timestamp);
        Assert.All(answer.Datapoints, point => Assert.Equal("Count", point.Unit));
    }

    [Fact]
    public void A_percentile_is_the_time_that_so_many_requests_stayed_within()
    {
        var answer = Do(GetMetricStatistics.Decide, Statistics(60) with
        {
            MetricName = "RequestTime",
            Statistics = ["Average"],
            ExtendedStatistics = ["p50", "p99"],
        });

        var point = answer.Datapoints![0];
        Assert.Equal(0.2, point.Average);
        Assert.Equal(TimeBuckets.UpperMilliseconds(1), point.ExtendedStatistics!["p50"]);
        Assert.Equal(TimeBuckets.UpperMilliseconds(5), point.ExtendedStatistics["p99"]);
    }

    [Fact]
    public void Many_metrics_are_asked_for_at_once_newest_first_unless_told_otherwise()
    {
        var request = new GetMetricDataInput
        {
            StartTime = s_start,
            EndTime = s_start.AddMinutes(2),
            MetricDataQueries =
            [
                Query("a", "Service", "svc-1"), Query("b", "TargetGroup", "tg-1"), Query("c", "Service", "x"),
            ],
        };

        var answer = Do(GetMetricData.Decide, request).MetricDataResults!;
        Assert.Equal(["a", "b", "c"], answer.Select(result => result.Id));
        Assert.Equal(["1 0", "1 1", ""], answer.Select(result => string.Join(' ', result.Values!)));

        var ascending = Do(GetMetricData.Decide, request with { ScanBy = ScanBy.TimestampAscending });
        Assert.Equal("0 1", string.Join(' ', ascending.MetricDataResults![0].Values!));
    }

    [Fact]
    public void Metrics_are_listed_with_and_without_the_zone_and_only_ones_own()
    {
        var all = Do(ListMetrics.Decide, new ListMetricsInput { Namespace = "AWS/VpcLattice" }).Metrics!;
        var some = Do(ListMetrics.Decide, new ListMetricsInput
        {
            MetricName = "TotalRequestCount",
            Dimensions = [new DimensionFilter { Name = "TargetGroup" }],
        }).Metrics!;

        Assert.Equal(6, all.Count);
        Assert.Equal(
            ["TargetGroup=tg-1", "AvailabilityZone=eu-west-1a TargetGroup=tg-1"],
            some.Select(metric => string.Join(' ', metric.Dimensions!.Select(one => $"{one.Name}={one.Value}"))));
        Assert.Empty(Do(ListMetrics.Decide, new ListMetricsInput { Namespace = "AWS/EC2" }).Metrics!);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_with_what_would_be_right()
    {
        Assert.Contains(
            "less than", Refused(Statistics(60, "Sum") with { EndTime = s_start }), StringComparison.Ordinal);
        Assert.Contains("multiple of 60", Refused(Statistics(90, "Sum")), StringComparison.Ordinal);
        Assert.Contains("Must specify", Refused(Statistics(60)), StringComparison.Ordinal);
        Assert.Contains(
            "exceeds the limit of 1,440",
            Refused(Statistics(60, "Sum") with { EndTime = s_start.AddDays(2) }), StringComparison.Ordinal);
    }

    [Fact]
    public void History_keeps_so_many_minutes_and_no_more()
    {
        var history = MetricHistory.Empty;
        for (var minute = 0; minute < MetricHistory.MinutesMax + 10; minute++)
        {
            history = history.With(new MetricMinute(s_start.AddMinutes(minute), []));
        }

        Assert.Equal(MetricHistory.MinutesMax, history.Minutes.Count());
        Assert.Equal(s_start.AddMinutes(10), history.Minutes.First().Start);
    }

    private static MetricSample Times(int minute)
    {
        var buckets = new long[TimeBuckets.Count];
        (buckets[1], buckets[5]) = (9, 1);
        return new MetricSample(Service, "RequestTime", 10, 2, 0.06, TimeBuckets.UpperMilliseconds(5) + minute)
        {
            Buckets = [.. buckets],
        };
    }

    private static MetricDataQuery Query(string id, string kind, string value) => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = "AWS/VpcLattice",
                MetricName = "TotalRequestCount",
                Dimensions = [new Dimension { Name = kind, Value = value }],
            },
            Period = 60,
            Stat = "Sum",
        },
    };

    private static GetMetricStatisticsInput Statistics(int period, params string[] statistics) => new()
    {
        Namespace = "AWS/VpcLattice",
        MetricName = "TotalRequestCount",
        Dimensions = [new Dimension { Name = "Service", Value = "svc-1" }],
        StartTime = s_start,
        EndTime = s_start.AddMinutes(10),
        Period = period,
        Statistics = statistics,
    };

    private string Refused(GetMetricStatisticsInput request) => Assert.IsType<
        Decision<GetMetricStatisticsOutput>.Reject>(
            GetMetricStatistics.Decide(request, Snapshot.Empty, _given)).Error.Message;

    private TResponse Do<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        Assert.IsType<Decision<TResponse>.Accept>(decide(request, Snapshot.Empty, _given)).Response;
}
