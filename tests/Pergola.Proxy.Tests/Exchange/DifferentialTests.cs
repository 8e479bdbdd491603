using System.Globalization;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>
/// Two engines, one answer: the same bytes through both come to the same request at the target and the same answer at
/// the client. (Where the loops refuse what Kestrel would guess, <see cref="Engine.RefusalTests"/> has the rows.)
/// </summary>
public sealed class DifferentialTests
{
    private const int Requests = 300;

    private static readonly string[] s_header =
    [
        "Accept: */*", "X-Empty:", "X-Spaces:  \t a  b \t", "x-twice: 1\r\nX-Twice: 2", "Cookie: a=b; c=d",
        "Connection: X-Gone\r\nX-Gone: 1", "Keep-Alive: timeout=5", "TE: trailers", "Upgrade: websocket",
        "Proxy-Connection: keep-alive", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https",
        "x-amzn-lattice-identity: Principal=root", "X-Amzn-Lattice-Target: y", "Authorization: AWS4-HMAC-SHA256 x",
        "Accept-Encoding: gzip", "Content-Type: text/plain", "If-None-Match: \"x\"", "User-Agent: u",
        "Range: bytes=0-1",
    ];

    private static readonly string[] s_target =
    [
        "/", "/a/b?c=d", "/%2e%2e/x", "//x", "/length", "/chunked", "/close", "/empty", "/204", "/304", "/404",
        "/early",
        "/headers", "/1.0", "http://web.example/length", "/api/rule", "/API/RULE?x", "/gone",
    ];

    private static readonly string[] s_body =
    [
        "\r\n", "Content-Length: 0\r\n\r\n", "Content-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
    ];

    private static readonly string[] s_method = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PURGE"];

    private static readonly string[] s_host =
        [Host, Host + ":80", Host.ToUpperInvariant(), Host + ".", "other.example"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_requests_come_to_the_same_through_both_engines()
    {
        await using var loops = await World.StartAsync(HttpEngine.Loops);
        await using var kestrel = await World.StartAsync(HttpEngine.Kestrel);

        // The seed is fixed: the same requests each time, and a failure shows the request itself.
        foreach (var request in Samples())
        {
            var expected = await kestrel.AskAsync(request);
            var actual = await loops.AskAsync(request);
            Assert.True(
                expected == actual, $"Request:\n{request}\n\nKestrel:\n{expected}\n\nLoops:\n{actual}");
        }
    }

    private static IEnumerable<string> Samples()
    {
        var random = new Random(20);
        for (var i = 0; i < Requests; i++)
        {
            var target = One(random, s_target);
            var method = One(random, s_method);
            var host = target[0] == 'h' ? Host : One(random, s_host);
            var headers = Enumerable.Range(0, random.Next(6)).Select(_ => One(random, s_header)).Distinct();
            var rest = method is "POST" or "PUT" ? One(random, s_body) : "\r\n";
            yield return $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n"
                + string.Concat(headers.Select(header => header + "\r\n")) + rest;
        }
    }

    private static string One(Random random, string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A data plane with one target, and what both sides saw of one request.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly RawTarget _target;
        private string _seen = "";

        private World() => _target = new RawTarget(AnswerAsync);

        private Plane? Plane { get; set; }

        public static async Task<World> StartAsync(HttpEngine engine)
        {
            var world = new World();
            var service = Service(
                Forward("tg-a"), Rule(1, Match(path: Prefix("/api/r")), Fixed(404)),
                Rule(2, Match("GET", Exact("/gone")), Fixed(500)));
            world.Plane = await Plane.StartAsync(Table(service, Group("tg-a", At(world._target))), engine: engine);
            return world;
        }

        public async Task<string> AskAsync(string request)
        {
            _seen = "nothing";
            using var client = await Plane!.ConnectAsync();
            await client.SendAsync(request);
            var head = await client.ReadHeadAsync();
            var hasBody = !request.StartsWith("HEAD ", StringComparison.Ordinal) && head.Status is not (204 or 304);
            var answer = await WholeMessage.ReadAsync(client.Stream, head, hasBody, Cancel);
            return $"The target saw {_seen}\nThe client saw {Print(answer)}";
        }

        public async ValueTask DisposeAsync()
        {
            await Plane!.DisposeAsync();
            await _target.DisposeAsync();
        }

        private async Task AnswerAsync(RawMessage request, Stream stream)
        {
            _seen = Print(await WholeMessage.ReadAsync(
                stream, request, request["Transfer-Encoding"] is not null || request.BodyLength > 0, Cancel));
            var (head, body) = Answer(request.Start.Split(' ')[1]);
            var isHead = request.Start.StartsWith("HEAD ", StringComparison.Ordinal);
            await RawTarget.Say(stream, $"{head}\r\n\r\n{(isHead ? "" : body)}");
            if (head.EndsWith("close", StringComparison.Ordinal) || head == "HTTP/1.0 200 OK")
            {
                stream.Close();
            }
        }

        private static (string Head, string Body) Answer(string target) => target.Split('?')[0] switch
        {
            "/chunked" => ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"),
            "/close" => ("HTTP/1.1 200 OK\r\nConnection: close", "until the end"),
            "/empty" => ("HTTP/1.1 200 OK\r\nContent-Length: 0", ""),
            "/204" => ("HTTP/1.1 204 No Content", ""),
            "/304" => ("HTTP/1.1 304 Not Modified\r\nETag: \"x\"", ""),
            "/404" => ("HTTP/1.1 404 Not Found\r\nContent-Length: 2", "no"),
            "/early" => ("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1", "1"),
            "/headers" => (
                "HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nKeep-Alive: 1\r\nx-amzn-requestid: z\r\n"
                    + "Content-Length: 1\r\nAlt-Svc: h3\r\nServer: s\r\nVia: v",
                "1"),
            "/1.0" => ("HTTP/1.0 200 OK", "old"),
            _ => ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain", "hello"),
        };

        // Order and number of lines, the time and minted ids are nobody's promise; framing is seen by what it frames.
        private static string Print(WholeMessage message)
        {
            var headers = message.Head.Headers
                .Select(header => (Name: header.Name.ToLowerInvariant(), header.Value))
                .Where(header => header is not (
                    { Name: "date" or "x-amzn-requestid" or "transfer-encoding" }
                    or { Name: "content-length", Value: "0" }))
                .GroupBy(header => header.Name, header => header.Value, StringComparer.Ordinal)
                .Select(header => $"{header.Key}: {string.Join(", ", header)}")
                .Order(StringComparer.Ordinal);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Head.Start}\n  {string.Join("\n  ", headers)}\n  [{message.Content}]");
        }
    }
}
