using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>What could be read in two ways goes no further, and neither does anything behind it.</summary>
public sealed class RefusalTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: web.example\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("Content-Length: +0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task A_request_that_could_hide_another_is_400_and_the_connection_ends(string rest)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: {Host}\r\n{rest}{Smuggled}");

        var head = await client.ReadHeadAsync();
        Assert.Equal(400, head.Status);
        Assert.Equal("close", head["Connection"]);
        await RawMessage.ReadBodyAsync(client.Stream, head.BodyLength, Cancel);
        Assert.True(await client.IsClosedAsync());
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\nab")]
    [InlineData("X: y\n\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task An_answer_that_could_hide_another_is_502(string rest)
    {
        await using var target = new RawTarget((_, stream) => RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\n{rest}"));
        await using var plane = await Plane.StartAsync(Everything(At(target)));

        Assert.Equal(502, (await plane.GetAsync("/")).Head.Status);
    }

    [Fact]
    public async Task What_a_target_says_behind_its_answer_reaches_nobody()
    {
        await using var target = new RawTarget((_, stream) => RawTarget.Say(
            stream, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"));
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        var first = await client.AskAsync($"GET /1 HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        var second = await client.AskAsync($"GET /2 HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        Assert.Equal(("a", "a"), (first.Body, second.Body));
        Assert.Equal(2, target.Accepted);
    }

    [Fact]
    public async Task A_request_behind_a_malformed_one_is_not_answered()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        var (first, _) = await client.AskAsync($"GET /1 HTTP/1.1\r\nHost: {Host}\r\n\r\nNONSENSE\r\n\r\n{Smuggled}");
        var second = await client.ReadHeadAsync();
        await RawMessage.ReadBodyAsync(client.Stream, second.BodyLength, Cancel);

        Assert.Equal((200, 400), (first.Status, second.Status));
        Assert.True(await client.IsClosedAsync());
        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_malformed_request_behind_a_HEAD_is_told_why()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await Plane.StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.AskAsync($"HEAD / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var (head, body) = await client.AskAsync("NONSENSE\r\n\r\n");

        Assert.Equal((400, "Bad Request"), (head.Status, body));
    }

    [Fact]
    public async Task Another_version_of_HTTP_is_505()
    {
        await using var plane = await Plane.StartAsync(Everything());

        Assert.Equal(505, (await plane.AskAsync("GET / HTTP/2.0\r\nHost: web.example\r\n\r\n")).Head.Status);
    }
}
