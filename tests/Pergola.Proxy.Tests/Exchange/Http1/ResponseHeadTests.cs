using System.Text;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>Which bytes are an answer's head, and which body follows it.</summary>
public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200, "200 OK")]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200, "200")]
    [InlineData("HTTP/1.1 404 \r\n\r\n", 404, "404 ")]
    [InlineData("HTTP/1.0 503 Not now, please\r\nX: y\r\n\r\n", 503, "503 Not now, please")]
    public void Status_and_reason_stay_as_they_are(string text, int status, string line)
    {
        var head = new ResponseHead();
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(HeadOutcome.Complete, head.Read(bytes));

        Assert.Equal(status, head.Status);
        Assert.Equal(line, Encoding.Latin1.GetString(head.StatusAndReason(bytes)));
    }

    [Theory]
    [InlineData("SSH-2.0-x")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nX: y\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_could_be_read_in_two_ways_is_refused(string text) =>
        Assert.Equal(HeadOutcome.Malformed, new ResponseHead().Read(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Every_beginning_of_a_head_is_incomplete()
    {
        var bytes = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
        var head = new ResponseHead();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(HeadOutcome.Incomplete, head.Read(bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("200 OK", "Content-Length: 3\r\n", false, "length")]
    [InlineData("200 OK", "Content-Length: 0\r\n", false, "none")]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\n", false, "chunks")]
    [InlineData("200 OK", "", false, "close")]
    [InlineData("200 OK", "Content-Length: 3\r\n", true, "none")]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\n", true, "none")]
    [InlineData("204 No Content", "", false, "none")]
    [InlineData("304 Not Modified", "Content-Length: 3\r\n", false, "none")]
    [InlineData("103 Early Hints", "", false, "none")]
    public void The_body_is_told_by_status_method_and_headers(string status, string header, bool isHead, string body)
    {
        var head = new ResponseHead();

        head.Read(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{header}\r\n"));

        var follows = head.Body(isHead);
        var kind = follows.HasEnded ? "none"
            : follows.IsChunked ? "chunks"
            : follows.EndsWithConnection ? "close"
            : "length";
        Assert.Equal(body, kind);
    }
}
