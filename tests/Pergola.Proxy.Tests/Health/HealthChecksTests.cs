using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Health;
using Pergola.Proxy.Tests.Twins;
using Pergola.Proxy.Upstream;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Health;

/// <summary>Checks of real targets, in virtual time.</summary>
public sealed class HealthChecksTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<TargetHealth> _checked = Channel.CreateUnbounded<TargetHealth>();
    private readonly HealthChecks _checks;
    private volatile string _answer = "200 OK";
    private readonly RawTarget _target;

    public HealthChecksTests()
    {
        var placement = new DataplanePlacement.Loopback(
            (_, _) => new IPEndPoint(IPAddress.Loopback, 0), (_, _) => new IPEndPoint(IPAddress.Loopback, 0));
        _checks = new HealthChecks(
            new TargetConnector(new LoopbackSockets(), placement, _time),
            _time,
            (check, _) => _checked.Writer.TryWrite(check.Health));
        _target = new RawTarget(
            (_, stream) => RawTarget.Say(stream, $"HTTP/1.1 {_answer}\r\nContent-Length: 0\r\n\r\n"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_target_is_checked_at_once_and_healthy_after_one_success()
    {
        await ApplyAsync(Check());

        Assert.Equal(TargetHealth.Healthy, await NextAsync());
        var request = Assert.Single(_target.Requests);
        Assert.Equal("GET /health HTTP/1.1", request.Start);
        Assert.Equal("Pergola-HealthChecker/1.0", request["User-Agent"]);
    }

    [Fact]
    public async Task Every_interval_brings_one_check_over_a_new_connection_and_thresholds_decide()
    {
        await ApplyAsync(Check(healthyThreshold: 2, unhealthyThreshold: 2));
        Assert.Equal(TargetHealth.Healthy, await NextAsync());

        _answer = "500 Broken";
        Assert.Equal(TargetHealth.Healthy, await NextAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(TargetHealth.Unhealthy, await NextAsync(TimeSpan.FromSeconds(30)));
        _answer = "200 OK";
        Assert.Equal(TargetHealth.Unhealthy, await NextAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(TargetHealth.Healthy, await NextAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal(5, _target.Accepted);
    }

    [Fact]
    public async Task New_settings_take_effect_at_once_and_keep_what_is_known()
    {
        await ApplyAsync(Check());
        Assert.Equal(TargetHealth.Healthy, await NextAsync());
        _answer = "404 Gone";

        await ApplyAsync(Check() with { Path = "/other", UnhealthyThreshold = 2 });

        Assert.Equal(TargetHealth.Healthy, await NextAsync());
        Assert.Equal("GET /other HTTP/1.1", _target.Requests.Last().Start);
    }

    [Fact]
    public async Task A_silent_target_fails_when_the_timeout_is_over()
    {
        var asked = new TaskCompletionSource();
        await using var silent = new RawTarget((_, _) =>
        {
            asked.TrySetResult();
            return Task.CompletedTask;
        });
        await _checks.ApplyAsync(Checked(Group("tg-a", At(silent)), Check(unhealthyThreshold: 1)));
        await asked.Task.WaitAsync(Cancel);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TargetHealth.Unhealthy, await NextAsync());
    }

    [Fact]
    public async Task A_target_that_drains_or_is_unused_is_not_checked_and_a_new_registration_begins_anew()
    {
        var key = new TargetKey("tg-a", IPAddress.Loopback, _target.Port);
        await ApplyAsync(Check());
        Assert.Equal(TargetHealth.Healthy, await NextAsync());

        await _checks.ApplyAsync(Checked(Group("tg-a", At(_target, TargetUse.Draining)), Check()));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TargetHealth.Healthy, _checks.Health(key));
        Assert.Single(_target.Requests);

        _answer = "500 Broken";
        await ApplyAsync(Check());
        Assert.Equal(TargetHealth.Initial, await NextAsync());

        await _checks.ApplyAsync(Checked(Group("tg-a", At(_target)) with { InUse = false }, Check()));
        Assert.Null(_checks.Health(key));
    }

    public async ValueTask DisposeAsync()
    {
        await _checks.DisposeAsync();
        await _target.DisposeAsync();
    }

    private ValueTask ApplyAsync(HealthCheckEntry check) =>
        _checks.ApplyAsync(Checked(Group("tg-a", At(_target)), check));

    private static DataplaneTable Checked(TargetGroupEntry group, HealthCheckEntry check) =>
        Table(Service(Forward("tg-a")), group with { HealthCheck = check });

    /// <summary>The health after the next check; time passes first.</summary>
    private ValueTask<TargetHealth> NextAsync(TimeSpan passes = default)
    {
        _time.Advance(passes);
        return _checked.Reader.ReadAsync(Cancel);
    }
}
