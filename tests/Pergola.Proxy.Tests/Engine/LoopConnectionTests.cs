using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>What clients and targets may do to a connection, in whatever order and pieces.</summary>
public sealed class LoopConnectionTests
{
    private const string Get = $"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_sent_one_behind_the_other_are_answered_in_their_order()
    {
        await using var target = new RawTarget((request, stream) =>
        {
            var path = request.Start.Split(' ')[1];
            return RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {path.Length}\r\n\r\n{path}");
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        const int Count = 200;

        await client.SendAsync(string.Concat(Enumerable.Range(0, Count).Select(
            i => $"POST /{i} HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\n\r\n")));

        for (var i = 0; i < Count; i++)
        {
            var head = await client.ReadHeadAsync();
            Assert.Equal($"/{i}", await RawMessage.ReadBodyAsync(client.Stream, head.BodyLength, Cancel));
        }
    }

    [Fact]
    public async Task Heads_may_come_byte_by_byte_from_both_sides()
    {
        await using var target = new RawTarget(async (_, stream) =>
        {
            foreach (var one in "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            {
                await RawTarget.Say(stream, $"{one}");
            }
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        foreach (var one in Get[..^1])
        {
            await client.SendAsync($"{one}");
        }

        Assert.Equal("ok", (await client.AskAsync(Get[^1..])).Body);
    }

    [Fact]
    public async Task A_target_that_asks_to_go_on_is_heard_by_a_client_that_waits_for_it()
    {
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, "HTTP/1.1 100 Continue\r\n\r\n");
            var body = await RawMessage.ReadBodyAsync(stream, 2, Cancel);
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{body}");
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        var (interim, _) = await client.AskAsync(
            $"POST / HTTP/1.1\r\nHost: {Host}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        var (_, body) = await client.AskAsync("ab");

        Assert.Equal(100, interim.Status);
        Assert.Equal("ab", body);
    }

    [Fact]
    public async Task An_answer_that_comes_while_the_body_still_flows_is_seen_at_once_and_the_connection_goes_on()
    {
        await using var target = RawTarget.Named("early");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        var (_, first) = await client.AskAsync($"POST / HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 6\r\n\r\nabc");
        var (_, second) = await client.AskAsync("def" + Get);

        Assert.Equal(("early", "early"), (first, second));
    }

    [Fact]
    public async Task A_client_that_has_ended_sending_gets_its_answer()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync(Get);

        client.Stream.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(200, (await client.ReadHeadAsync()).Status);
        Assert.Equal("x", await RawMessage.ReadBodyAsync(client.Stream, 1, Cancel));
        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task A_client_that_breaks_its_body_off_is_400()
    {
        await using var target = new RawTarget(async (_, stream) => await RawMessage.ReadBodyAsync(stream, 9, Cancel));
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 9\r\n\r\nabc");

        client.Stream.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(400, (await client.ReadHeadAsync()).Status);
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("POST", 502)]
    public async Task A_request_that_met_a_closing_connection_is_repeated_if_that_is_harmless(string method, int status)
    {
        var count = 0;
        await using var target = new RawTarget(async (_, stream) =>
        {
            if (Interlocked.Increment(ref count) == 2)
            {
                stream.Close();
                return;
            }

            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        var request = $"{method} / HTTP/1.1\r\nHost: {Host}\r\n\r\n";
        await client.AskAsync(request);

        Assert.Equal(status, (await client.AskAsync(request)).Head.Status);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public async Task A_part_of_an_answer_is_not_taken_for_the_whole(string part)
    {
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\n{part}");
            stream.Close();
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadHeadAsync();

        using var rest = new MemoryStream();
        await client.Stream.CopyToAsync(rest, Cancel);

        Assert.Equal(part.Split("\r\n\r\n")[1].Length, rest.Length);
    }

    [Theory]
    [InlineData("1.1", "chunked", null)]
    [InlineData("1.0", null, "close")]
    public async Task An_answer_without_a_length_reaches_each_client_in_a_form_that_it_knows(
        string version, string? encoding, string? connection)
    {
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\n\r\nsome");
            await RawTarget.Say(stream, "thing");
            stream.Close();
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync($"GET / HTTP/{version}\r\nHost: {Host}\r\n\r\n");

        var head = await client.ReadHeadAsync();
        var answer = await WholeMessage.ReadAsync(client.Stream, head, hasBody: true, Cancel);

        Assert.Equal("something", answer.Content);
        Assert.Equal((encoding, connection), (head["Transfer-Encoding"], head["Connection"]));
    }

    [Fact]
    public async Task A_client_of_1_0_gets_no_chunks()
    {
        await using var target = new RawTarget((_, stream) => RawTarget.Say(
            stream,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n5\r\nthing\r\n0\r\nX: y\r\n\r\n"));
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync($"GET / HTTP/1.0\r\nHost: {Host}\r\nConnection: keep-alive\r\n\r\n");

        var answer = await WholeMessage.ReadAsync(client.Stream, await client.ReadHeadAsync(), hasBody: true, Cancel);

        Assert.Equal("something", answer.Content);
    }

    [Fact]
    public async Task A_client_of_1_0_may_keep_its_connection()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        const string Request = $"GET / HTTP/1.0\r\nHost: {Host}\r\nConnection: keep-alive\r\n\r\n";

        var (head, _) = await client.AskAsync(Request);

        Assert.Equal("keep-alive", head["Connection"]);
        Assert.Equal(200, (await client.AskAsync(Request)).Head.Status);
    }

    [Fact]
    public async Task Trailers_pass_in_both_directions()
    {
        var seen = new TaskCompletionSource<string>();
        const string Body = "1\r\nx\r\n0\r\nX-Sum: 7\r\n\r\n";
        await using var target = new RawTarget(async (_, stream) =>
        {
            seen.SetResult(await RawMessage.ReadBodyAsync(stream, Body.Length, Cancel));
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Body);
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\n\r\n{Body}");
        await client.ReadHeadAsync();

        Assert.Equal(Body, await seen.Task.WaitAsync(Cancel));
        Assert.Equal(Body, await RawMessage.ReadBodyAsync(client.Stream, Body.Length, Cancel));
    }

    [Fact]
    public async Task An_answer_to_a_client_that_does_not_read_stays_at_the_target()
    {
        const int Size = 64 * 1024 * 1024;   // More than all buffers between them.
        var written = new TaskCompletionSource();
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n");
            await stream.WriteAsync(new byte[Size], Cancel);
            written.SetResult();
        });
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var slow = await plane.ConnectAsync();
        await slow.SendAsync(Get);
        await slow.ReadHeadAsync();

        // Others are served meanwhile, and when they were the target still waits.
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(404, (await plane.AskAsync("GET / HTTP/1.1\r\nHost: other\r\n\r\n")).Head.Status);
        }

        Assert.False(written.Task.IsCompleted);
        await RawMessage.ReadBodyAsync(slow.Stream, Size, Cancel);
        await written.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_connection_that_waits_longer_than_its_service_allows_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)), time);
        using var client = await plane.ConnectAsync();
        await client.AskAsync(Get);

        time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Targets_that_speak_otherwise_are_reached_over_the_same_connection()
    {
        await using var target = RawTarget.Named("plain");
        await using var other = await Http2Target.StartAsync();
        var service = Service(Forward("tg-a"), Rule(1, Match(path: Prefix("/h2")), Forward("tg-h2")));
        var group = Group("tg-h2", new TargetEntry(System.Net.IPAddress.Loopback, other.Port, TargetUse.Ready)) with
        {
            ProtocolVersion = TargetProtocolVersion.Http2,
        };
        await using var plane = await Plane.StartAsync(Table(service, Group("tg-a", At(target)), group));
        using var client = await plane.ConnectAsync();

        var first = await client.AskAsync(Get);
        var second = await client.AskAsync($"POST /h2 HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\n\r\nbody");
        var third = await client.AskAsync(Get);

        Assert.Equal(("plain", "HTTP/2 body", "plain"), (first.Body, second.Body, third.Body));
    }
}
