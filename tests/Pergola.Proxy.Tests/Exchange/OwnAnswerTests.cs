using System.Net;
using System.Net.Sockets;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>The answers that Lattice gives itself.</summary>
public abstract class OwnAnswerTests(HttpEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task A_host_that_is_no_service_of_the_network_is_404()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        var (head, _) = await plane.AskAsync("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n");

        Assert.Equal(404, head.Status);
        Assert.NotNull(head["x-amzn-requestid"]);
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_fixed_response_has_its_status_and_an_empty_body(int status)
    {
        await using var plane = await StartAsync(Table(Service(Fixed(status))));

        var (head, body) = await plane.GetAsync("/");

        Assert.Equal(status, head.Status);
        Assert.Equal("0", head["Content-Length"]);
        Assert.Equal("", body);
    }

    [Fact]
    public async Task A_group_without_targets_is_503()
    {
        await using var plane = await StartAsync(Everything());

        var (head, body) = await plane.GetAsync("/");

        Assert.Equal(503, head.Status);
        Assert.Equal("Service Unavailable", body);
    }

    [Theory]
    [InlineData(TargetUse.Initial)]
    [InlineData(TargetUse.Draining)]
    public async Task A_group_whose_only_target_is_new_or_draining_is_503(TargetUse use)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target, use)));

        var (head, _) = await plane.GetAsync("/");

        Assert.Equal(503, head.Status);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task When_all_targets_are_unhealthy_they_are_used()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target, TargetUse.Unhealthy)));

        var (head, _) = await plane.GetAsync("/");

        Assert.Equal(200, head.Status);
    }

    [Fact]
    public async Task An_unhealthy_target_gets_nothing_while_another_is_ready()
    {
        await using var bad = RawTarget.Named("bad");
        await using var good = RawTarget.Named("good");
        await using var plane = await StartAsync(Everything(At(bad, TargetUse.Unhealthy), At(good)));

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("good", (await plane.GetAsync("/")).Body);
        }
    }

    [Fact]
    public async Task When_all_weights_are_zero_the_answer_is_500()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(
            Table(Service(Shares(("tg-a", 0))), Group("tg-a", At(target))));

        Assert.Equal(500, (await plane.GetAsync("/")).Head.Status);
    }

    [Fact]
    public async Task A_target_that_refuses_the_connection_is_500()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        await using var plane = await StartAsync(
            Everything(new TargetEntry(IPAddress.Loopback, port, TargetUse.Ready)));

        var (head, _) = await plane.GetAsync("/");

        Assert.Equal(500, head.Status);
        Assert.NotNull(head["x-amzn-requestid"]);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("")]
    public async Task A_target_that_answers_nonsense_or_closes_is_502(string answer)
    {
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, answer);
            stream.Close();
        });
        await using var plane = await StartAsync(Everything(At(target)));

        Assert.Equal(502, (await plane.GetAsync("/")).Head.Status);
    }

    [Fact]
    public async Task A_target_that_is_silent_for_longer_than_the_services_idle_timeout_is_504()
    {
        await using var silent = new RawTarget((_, _) => Task.CompletedTask);
        var service = Service(Forward("tg-a")) with { IdleTimeout = TimeSpan.FromMilliseconds(50) };
        await using var plane = await StartAsync(Table(service, Group("tg-a", At(silent))));

        Assert.Equal(504, (await plane.GetAsync("/")).Head.Status);
    }

    [Theory]
    [InlineData(99, 200)]
    [InlineData(100, 400)]
    public async Task More_than_100_headers_are_400(int beside, int status)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));
        var headers = string.Concat(Enumerable.Range(0, beside).Select(i => $"h{i}: v\r\n"));

        Assert.Equal(status, (await plane.GetAsync("/", headers)).Head.Status);
    }

    [Fact]
    public async Task More_than_60_KiB_of_headers_are_400()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        Assert.Equal(400, (await plane.GetAsync("/", $"big: {new string('a', 61 * 1024)}\r\n")).Head.Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: web.example\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: web.example\r\nContent-Length: -1\r\n\r\n")]
    public async Task Malformed_requests_are_400(string request)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        Assert.Equal(400, (await plane.AskAsync(request)).Head.Status);
        Assert.Empty(target.Requests);
    }
}

/// <inheritdoc/>
public sealed class OwnAnswerByLoopsTests() : OwnAnswerTests(HttpEngine.Loops);

/// <inheritdoc/>
public sealed class OwnAnswerByKestrelTests() : OwnAnswerTests(HttpEngine.Kestrel);
