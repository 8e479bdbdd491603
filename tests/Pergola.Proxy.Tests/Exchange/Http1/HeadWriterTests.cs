using System.Text;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>What becomes of heads on their way.</summary>
public sealed class HeadWriterTests
{
    private const string Added =
        "x-forwarded-for: 10.0.0.1\r\nx-amzn-lattice-network: n\r\nx-amzn-lattice-target: a; b; c\r\n"
        + "x-amzn-requestid: id\r\n\r\n";

    [Theory]
    [InlineData("GET / HTTP/1.1|Host: h|Accept: *|X: 1", "GET / HTTP/1.1|Host: h|Accept: *|X: 1|")]
    [InlineData("GET / HTTP/1.0", "GET / HTTP/1.1|")]
    [InlineData("GET http://h?q HTTP/1.1|Host: h", "GET /?q HTTP/1.1|Host: h|")]
    [InlineData("OPTIONS * HTTP/1.1|Host: h", "OPTIONS / HTTP/1.1|Host: h|")]
    [InlineData("GET / HTTP/1.1|Connection: X-1, x-2|X-1: 1|Host: h|X-2: 2|Y: 3", "GET / HTTP/1.1|Host: h|Y: 3|")]
    [InlineData("GET / HTTP/1.1|Connection: host|Host: h", "GET / HTTP/1.1|Host: h|")]
    [InlineData("GET / HTTP/1.1|Host: h|Upgrade: ws|Keep-Alive: 5|TE: trailers|Y: 3", "GET / HTTP/1.1|Host: h|Y: 3|")]
    [InlineData("GET / HTTP/1.1|X-Forwarded-For: 1.2.3.4|Host: h|X-Forwarded-Proto: https", "GET / HTTP/1.1|Host: h|")]
    [InlineData("GET / HTTP/1.1|Host: h|X-Amzn-Lattice-Identity: I", "GET / HTTP/1.1|Host: h|")]
    [InlineData("GET / HTTP/1.1|Host: h|X-Amzn-RequestId: mine", "GET / HTTP/1.1|Host: h|")]
    [InlineData("POST / HTTP/1.1|Content-Length: 007|Host: h", "POST / HTTP/1.1|Host: h|Content-Length: 7|")]
    [InlineData(
        "PUT / HTTP/1.1|Transfer-Encoding:\tCHUNKED|Host: h", "PUT / HTTP/1.1|Host: h|Transfer-Encoding: chunked|")]
    public void A_request_is_passed_on_without_what_ends_here(string sent, string passed)
    {
        var head = new RequestHead();
        var bytes = Lines(sent + "||");
        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));
        var writer = new ByteWriter(new byte[1024]);

        HeadWriter.WriteRequest(ref writer, head, bytes, new LatticeAdditions
        {
            Forwarded = "x-forwarded-for: 10.0.0.1\r\n"u8,
            Network = "x-amzn-lattice-network: n\r\n"u8,
            Service = "x-amzn-lattice-target: a"u8,
            ServiceNetwork = "; b"u8,
            TargetGroup = "; c\r\n"u8,
            RequestId = "id"u8,
        });

        Assert.Equal(
            Encoding.Latin1.GetString(Lines(passed)) + Added, Encoding.Latin1.GetString(writer.Written));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 Fine|Content-Length: 3|X: 1", false, "HTTP/1.1 200 Fine|X: 1|Content-Length: 3|Date: d|")]
    [InlineData("HTTP/1.0 200 OK|Date: x|Y: z", true, "HTTP/1.1 200 OK|Date: x|Y: z|Transfer-Encoding: chunked|")]
    [InlineData("HTTP/1.1 204 No|Content-Length: 0|Date: x", false, "HTTP/1.1 204 No|Date: x|")]
    [InlineData("HTTP/1.1 200 OK|Connection: close, X|X: 1|Date: x|Keep-Alive: 1", false, "HTTP/1.1 200 OK|Date: x|")]
    [InlineData("HTTP/1.1 200 OK|Date: x|x-amzn-requestid: theirs", false, "HTTP/1.1 200 OK|Date: x|")]
    public void An_answer_is_passed_on_with_the_requests_id(string sent, bool isChunked, string passed)
    {
        var head = new ResponseHead();
        var bytes = Lines(sent + "||");
        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));
        var writer = new ByteWriter(new byte[1024]);

        HeadWriter.WriteAnswer(ref writer, head, bytes, isChunked, new AnswerPassage
        {
            RequestId = "id"u8,
            DateLine = "Date: d\r\n"u8,
            IsVersion11 = true,
        });

        Assert.Equal(
            Encoding.Latin1.GetString(Lines(passed)) + "x-amzn-requestid: id\r\n\r\n",
            Encoding.Latin1.GetString(writer.Written));
    }

    [Fact]
    public void Reading_and_writing_heads_allocates_nothing()
    {
        var request = Lines("GET /a?b HTTP/1.1|Host: h|Accept: */*|Connection: keep-alive|User-Agent: x||");
        var answer = Lines("HTTP/1.1 200 OK|Content-Length: 3|Connection: keep-alive||");
        var (requestHead, answerHead, space) = (new RequestHead(), new ResponseHead(), new byte[4096]);
        Pass(requestHead, answerHead, request, answer, space);

        const int Requests = 10_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            Pass(requestHead, answerHead, request, answer, space);
        }

        // The runtime allocates a few bytes once, when it replaces this running loop by a better compiled one.
        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / Requests);
    }

    private static void Pass(RequestHead request, ResponseHead answer, byte[] sent, byte[] answered, byte[] space)
    {
        request.Read(sent);
        var writer = new ByteWriter(space);
        HeadWriter.WriteRequest(ref writer, request, sent, default);
        answer.Read(answered);
        writer = new ByteWriter(space);
        HeadWriter.WriteAnswer(ref writer, answer, answered, isChunked: false, default);
    }

    private static byte[] Lines(string text) =>
        Encoding.Latin1.GetBytes(text.Replace("|", "\r\n", StringComparison.Ordinal));
}
