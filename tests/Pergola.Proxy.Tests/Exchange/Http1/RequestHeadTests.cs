using System.Text;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>Which bytes are a request's head, and what it says.</summary>
public sealed class RequestHeadTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/", "h")]
    [InlineData("\r\nGET /a?b HTTP/1.1\r\nhost:h:80 \r\n\r\n", "GET", "/a?b", "h:80")]
    [InlineData("PATCH /%2e%2e//x HTTP/1.1\r\nHost: h\r\nX: \r\n\r\n", "PATCH", "/%2e%2e//x", "h")]
    [InlineData("GET http://H/a HTTP/1.1\r\nHost: h\r\n\r\n", "GET", "/a", "h")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "GET", "/", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "GET", "/", "h")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n", "POST", "/", "h")]
    public void A_sound_head_is_read(string text, string method, string path, string host)
    {
        var head = new RequestHead();
        var bytes = Encoding.Latin1.GetBytes(text + "BODY");

        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));

        Assert.Equal(text.Length, head.Length);
        Assert.Equal(method, Text(head.Method(bytes)));
        Assert.Equal(path, Text(head.PathAndQuery(bytes)));
        Assert.Equal(host, Text(head.Host(bytes)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\rX: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX : a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX\u00e9: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n Host: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /  HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: h\r\n\r\n")]
    [InlineData("GET / http/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("G(T / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1 1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999999999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_could_be_read_in_two_ways_is_refused(string text) =>
        Assert.Equal(HeadOutcome.Malformed, new RequestHead().Read(Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("GET / HTTP/1.2\r\n\r\n")]
    public void Another_version_is_told_apart(string text) =>
        Assert.Equal(HeadOutcome.OtherVersion, new RequestHead().Read(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Every_beginning_of_a_head_is_incomplete()
    {
        var bytes = Encoding.Latin1.GetBytes("\r\nPOST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
        var head = new RequestHead();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(HeadOutcome.Incomplete, head.Read(bytes.AsSpan(0, length)));
        }

        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));
    }

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.1", "Connection: close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: x, Close\r\n", false)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.0", "Connection: keep-alive\r\n", true)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive, close\r\n", false)]
    public void Whether_the_connection_stays_is_said_by_version_and_header(string version, string header, bool stays)
    {
        var head = new RequestHead();

        head.Read(Encoding.Latin1.GetBytes($"GET / {version}\r\nHost: h\r\n{header}\r\n"));

        Assert.Equal(stays, head.KeepsAlive);
    }

    [Theory]
    [InlineData("/a?b?c", "/a")]
    [InlineData("/a", "/a")]
    [InlineData("http://h", "/")]
    [InlineData("http://h?b=/c", "/")]
    public void The_path_ends_at_the_first_question_mark(string target, string path)
    {
        var head = new RequestHead();
        var bytes = Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");

        head.Read(bytes);

        Assert.Equal(path, Text(head.Path(bytes)));
    }

    [Theory]
    [InlineData(100, HeadOutcome.Complete)]
    [InlineData(101, HeadOutcome.Malformed)]
    public void More_than_100_headers_are_too_many(int count, object outcome)
    {
        var fields = string.Concat(Enumerable.Range(1, count - 1).Select(i => $"h{i}: v\r\n"));

        Assert.Equal(
            outcome, new RequestHead().Read(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: h\r\n{fields}\r\n")));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
