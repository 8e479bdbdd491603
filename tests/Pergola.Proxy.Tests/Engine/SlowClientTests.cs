using Microsoft.Extensions.Time.Testing;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>
/// Clients that take their time, a thousand at once: nobody waits for them, and each is closed when its time is up.
/// Time passes by hand only. A whole request before the slow one tells when the loop has seen what came with it.
/// </summary>
public sealed class SlowClientTests
{
    private const int Count = 1000;
    private const string Own = $"GET /own HTTP/1.1\r\nHost: {Host}\r\n\r\n";
    private const string Get = $"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n";

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heads_that_come_byte_by_byte_keep_nobody_waiting_and_are_408_when_their_time_is_up()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(target);
        using var healthy = await plane.ConnectAsync();
        var slow = await ConnectManyAsync(plane, Own + Get[0]);

        // Another byte each, and the time is nearly up: a byte buys no time.
        foreach (var next in Get[1..4])
        {
            await Task.WhenAll(slow.Select(client => client.SendAsync($"{next}")));
            Assert.Equal("x", (await healthy.AskAsync(Get)).Body);
            _time.Advance((ProxyLimits.HeadTimeout / 4) + TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal("x", (await healthy.AskAsync(Get)).Body);
        Assert.All(slow, client => Assert.False(client.Stream.DataAvailable));
        _time.Advance(ProxyLimits.HeadTimeout / 4);

        foreach (var client in slow)
        {
            var head = await client.ReadHeadAsync();
            await RawMessage.ReadBodyAsync(client.Stream, head.BodyLength, Cancel);
            Assert.Equal((408, "close"), (head.Status, head["Connection"]));
            Assert.True(await client.IsClosedAsync());
            client.Dispose();
        }

        Assert.Equal("x", (await healthy.AskAsync(Get)).Body);
        Assert.Empty(plane.Log.Errors);
    }

    [Fact]
    public async Task Connections_that_say_nothing_more_are_closed_after_the_services_idle_timeout()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(target);
        var idle = await ConnectManyAsync(plane, Own);
        Assert.Equal(1 + Count, (await plane.CountAsync()).Sockets);

        _time.Advance(ProxyLimits.IdleTimeout);

        foreach (var client in idle)
        {
            Assert.True(await client.IsClosedAsync());
            client.Dispose();
        }

        Assert.Equal("x", (await plane.GetAsync("/")).Body);
        Assert.Empty(plane.Log.Errors);
    }

    [Fact]
    public async Task Whoever_goes_on_sending_a_body_that_was_answered_is_closed_after_the_linger()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(target);
        const int Length = 1_000_000;
        var slow = await ConnectManyAsync(
            plane, $"POST /own HTTP/1.1\r\nHost: {Host}\r\nContent-Length: {Length}\r\n\r\n");

        _time.Advance(ProxyLimits.LingerTimeout / 2);
        await Task.WhenAll(slow.Select(client => client.SendAsync("x")));
        Assert.Equal("x", (await plane.GetAsync("/")).Body);
        _time.Advance(ProxyLimits.LingerTimeout / 2);

        foreach (var client in slow)
        {
            Assert.True(await client.IsClosedAsync());
            client.Dispose();
        }

        Assert.Equal("x", (await plane.GetAsync("/")).Body);
        Assert.Empty(plane.Log.Errors);
    }

    // The path /own is answered by the listener itself.
    private Task<Plane> StartAsync(RawTarget target) => Plane.StartAsync(
        Table(Service(Forward("tg-a"), Rule(1, Match(path: Exact("/own")), Fixed(404))), Group("tg-a", At(target))),
        _time);

    // Clients whose first request was answered, with what they sent behind it.
    private static async Task<RawClient[]> ConnectManyAsync(Plane plane, string sent)
    {
        var clients = new RawClient[Count];
        for (var i = 0; i < Count; i++)
        {
            clients[i] = await plane.ConnectAsync();
            await clients[i].SendAsync(sent);
        }

        foreach (var client in clients)
        {
            var head = await client.ReadHeadAsync();
            Assert.Equal(404, head.Status);
            await RawMessage.ReadBodyAsync(client.Stream, head.BodyLength, Cancel);
        }

        // The turns in which they were answered have ended.
        await plane.CountAsync();
        return clients;
    }
}
