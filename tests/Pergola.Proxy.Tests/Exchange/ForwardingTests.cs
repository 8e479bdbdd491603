using System.Text;
using System.Threading.Channels;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>What a client and a target see of each other through the proxy.</summary>
public abstract class ForwardingTests(HttpEngine engine) : EngineTests(engine)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_reaches_the_target_and_its_answer_the_client()
    {
        await using var target = RawTarget.Named("hello");
        await using var plane = await StartAsync(Everything(At(target)));

        var (head, body) = await plane.GetAsync("/a/b?c=d");

        Assert.Equal("HTTP/1.1 200 OK", head.Start);
        Assert.Equal("hello", body);
        Assert.Equal("GET /a/b?c=d HTTP/1.1", Assert.Single(target.Requests).Start);
    }

    [Theory]
    [InlineData("/a%2Fb/../c%20d/./e?x=%2e%2e&y=a+b")]
    [InlineData("/%41?%zz")]
    [InlineData("//double//slashes/")]
    public async Task The_target_sees_the_path_exactly_as_the_client_wrote_it(string path)
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        await plane.GetAsync(path);

        Assert.Equal($"GET {path} HTTP/1.1", Assert.Single(target.Requests).Start);
    }

    [Fact]
    public async Task The_target_is_told_who_asks_and_through_what()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        await plane.AskAsync("GET / HTTP/1.1\r\nHost: WEB.example:80\r\nx-amzn-requestid: mine\r\n\r\n");

        var request = Assert.Single(target.Requests);
        Assert.Equal("WEB.example:80", request["Host"]);
        Assert.Equal("127.0.0.1", request["x-forwarded-for"]);
        Assert.Equal("80", request["x-forwarded-port"]);
        Assert.Equal("http", request["x-forwarded-proto"]);
        Assert.Equal(
            "SourceVpcArn=arn:aws:ec2:us-east-1:000000000000:vpc/vpc-client", request["x-amzn-lattice-network"]);
        Assert.Equal(
            "ServiceArn=arn:svc-web; ServiceNetworkArn=arn:sn; TargetGroupArn=arn:tg-a",
            request["x-amzn-lattice-target"]);
        Assert.Equal("mine", request["x-amzn-requestid"]);
    }

    [Fact]
    public async Task A_client_cannot_pretend_what_only_Lattice_may_say()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        await plane.GetAsync(
            "/",
            "X-Amzn-Lattice-Identity: Principal=root\r\nx-amzn-lattice-identity-tags: a=b\r\n"
            + "x-amzn-lattice-network: SourceVpcArn=other\r\nx-forwarded-for: 1.2.3.4\r\n");

        var request = Assert.Single(target.Requests);
        Assert.Null(request["x-amzn-lattice-identity"]);
        Assert.Null(request["x-amzn-lattice-identity-tags"]);
        Assert.DoesNotContain("other", request["x-amzn-lattice-network"], StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", request["x-forwarded-for"]);
    }

    [Fact]
    public async Task Headers_of_the_connection_end_at_the_proxy()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        await plane.GetAsync("/", "Connection: X-Secret\r\nX-Secret: s\r\nX-Kept: k\r\nKeep-Alive: 5\r\n");

        var request = Assert.Single(target.Requests);
        Assert.Null(request["X-Secret"]);
        Assert.Null(request["Keep-Alive"]);
        Assert.Equal("k", request["X-Kept"]);
    }

    [Fact]
    public async Task An_upgrade_is_forwarded_as_an_ordinary_request()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        var (head, _) = await plane.GetAsync(
            "/", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");

        Assert.Equal(200, head.Status);
        Assert.Null(Assert.Single(target.Requests)["Upgrade"]);
    }

    [Fact]
    public async Task An_answer_carries_an_id_of_the_request_which_the_target_saw_too()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        var (head, _) = await plane.GetAsync("/");

        Assert.True(Guid.TryParse(head["x-amzn-requestid"], out _));
        Assert.Equal(head["x-amzn-requestid"], Assert.Single(target.Requests)["x-amzn-requestid"]);
    }

    [Fact]
    public async Task One_connection_carries_many_requests_and_so_does_the_one_to_the_target()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        for (var i = 0; i < 5; i++)
        {
            await client.AskAsync($"GET /{i} HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        }

        Assert.Equal(5, target.Requests.Count);
        Assert.Equal(1, target.Accepted);
    }

    [Fact]
    public async Task Head_is_answered_with_the_length_and_without_the_body()
    {
        await using var target = new RawTarget(
            (_, stream) => RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"));
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        var (head, _) = await client.AskAsync($"HEAD / HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        var (next, _) = await client.AskAsync($"HEAD / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        Assert.Equal("9", head["Content-Length"]);
        Assert.Equal(200, next.Status);
    }

    [Fact]
    public async Task A_large_body_comes_back_whole()
    {
        const int Size = 5_000_000;
        await using var target = new RawTarget(async (request, stream) =>
        {
            var body = await RawMessage.ReadBodyAsync(stream, request.BodyLength, Cancel);
            await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        var sent = new string('z', Size);

        var (_, body) = await client.AskAsync(
            $"POST / HTTP/1.1\r\nHost: {Host}\r\nContent-Length: {Size}\r\n\r\n{sent}");

        Assert.Equal(sent, body);
    }

    [Fact]
    public async Task A_request_body_arrives_piece_by_piece()
    {
        var pieces = Channel.CreateUnbounded<string>();
        await using var target = new RawTarget(async (_, stream) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await pieces.Writer.WriteAsync(
                    await RawMessage.ReadBodyAsync(stream, "1\r\nx\r\n".Length, Cancel), Cancel);
            }

            await RawMessage.ReadBodyAsync(stream, "0\r\n\r\n".Length, Cancel);
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var piece in new[] { "a", "b", "c" })
        {
            // The next piece is sent when the one before has arrived: nothing may wait for the whole.
            await client.SendAsync($"1\r\n{piece}\r\n");
            Assert.Equal($"1\r\n{piece}\r\n", await pieces.Reader.ReadAsync(Cancel));
        }

        await client.SendAsync("0\r\n\r\n");
        Assert.Equal(200, (await client.ReadHeadAsync()).Status);
    }

    [Fact]
    public async Task An_answers_body_arrives_piece_by_piece()
    {
        var next = new SemaphoreSlim(0);
        await using var target = new RawTarget(async (_, stream) =>
        {
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var piece in new[] { "1\r\na\r\n", "1\r\nb\r\n", "0\r\n\r\n" })
            {
                await RawTarget.Say(stream, piece);
                await next.WaitAsync(Cancel);
            }
        });
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();

        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        Assert.Equal("chunked", (await client.ReadHeadAsync())["Transfer-Encoding"]);
        foreach (var piece in new[] { "1\r\na\r\n", "1\r\nb\r\n", "0\r\n\r\n" })
        {
            Assert.Equal(piece, await RawMessage.ReadBodyAsync(client.Stream, piece.Length, Cancel));
            next.Release();
        }
    }

    [Fact]
    public async Task Targets_take_turns()
    {
        await using var first = RawTarget.Named("1");
        await using var second = RawTarget.Named("2");
        await using var plane = await StartAsync(Everything(At(first), At(second)));

        var answers = new StringBuilder();
        for (var i = 0; i < 6; i++)
        {
            answers.Append((await plane.GetAsync("/")).Body);
        }

        Assert.Contains(answers.ToString(), new[] { "121212", "212121" });
    }

    [Fact]
    public async Task Connections_to_targets_are_opened_in_the_targets_vpc()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));

        await plane.GetAsync("/");

        Assert.Equal(1, plane.Sockets.Opened(TargetVpc));
    }
}

/// <inheritdoc/>
public sealed class ForwardingByLoopsTests() : ForwardingTests(HttpEngine.Loops);

/// <inheritdoc/>
public sealed class ForwardingByKestrelTests() : ForwardingTests(HttpEngine.Kestrel);
