using System.Text;
using Pergola.Proxy.Exchange.Http1;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>Where bodies end and what of them is passed on, in whatever pieces they come.</summary>
public sealed class MessageBodyTests
{
    private const string Next = "GET / HTTP/1.1\r\n";

    [Theory]
    [InlineData("0\r\n\r\n", "0\r\n\r\n", "")]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "abc")]
    [InlineData("A\r\n0123456789\r\n00\r\n\r\n", "A\r\n0123456789\r\n00\r\n\r\n", "0123456789")]
    [InlineData("1;a=b;c\r\nx\r\n0;d\r\n\r\n", "1\r\nx\r\n0\r\n\r\n", "x")]
    [InlineData("2\r\n\r\n\r\n0\r\n\r\n", "2\r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    [InlineData("0\r\nX-Sum: 1\r\n\r\n", "0\r\nX-Sum: 1\r\n\r\n", "")]
    [InlineData("0\r\nA: 1\r\nContent-Length: 9\r\nB: 2\r\n\r\n", "0\r\nA: 1\r\nB: 2\r\n\r\n", "")]
    [InlineData("0\r\nx-amzn-lattice-identity: root\r\n\r\n", "0\r\n\r\n", "")]
    public void Chunks_are_passed_on_in_whatever_pieces_they_come(string sent, string passed, string content)
    {
        for (var piece = 1; piece <= sent.Length; piece++)
        {
            Assert.Equal((passed, Next), Walk(MessageBody.Chunked, sent + Next, piece, keepsChunks: true));
            Assert.Equal((content, Next), Walk(MessageBody.Chunked, sent + Next, piece, keepsChunks: false));
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("+1\r\n")]
    [InlineData(" 1\r\n")]
    [InlineData("1 \r\n")]
    [InlineData("0x1\r\n")]
    [InlineData("1\n")]
    [InlineData("1\rx")]
    [InlineData("1;a\nb\r\n")]
    [InlineData("1;a\0\r\n")]
    [InlineData("1\r\nab")]
    [InlineData("1\r\na\n")]
    [InlineData("1\r\na\rb")]
    [InlineData("7fffffffffffffff\r\n")]
    [InlineData("0\r\nX : y\r\n\r\n")]
    [InlineData("0\r\nX: y\r\n z\r\n\r\n")]
    [InlineData("0\r\nX: y\n\r\n")]
    public void Chunks_that_could_be_read_in_two_ways_are_refused(string sent)
    {
        for (var piece = 1; piece <= sent.Length; piece++)
        {
            Assert.Null(Walk(MessageBody.Chunked, sent, piece, keepsChunks: true));
        }
    }

    [Fact]
    public void A_chunks_line_that_does_not_end_is_refused()
    {
        var line = "1;" + new string('a', ProxyLimits.ChunkLineBytesMax);

        Assert.Null(Walk(MessageBody.Chunked, line, line.Length, keepsChunks: true));
    }

    [Fact]
    public void A_length_is_taken_and_not_a_byte_more()
    {
        for (var piece = 1; piece <= 8; piece++)
        {
            Assert.Equal(("abcde", Next), Walk(MessageBody.OfLength(5), "abcde" + Next, piece, keepsChunks: true));
        }
    }

    [Fact]
    public void A_body_without_length_takes_everything()
    {
        var body = MessageBody.UntilClose;

        Assert.True(body.Take("anything"u8.ToArray(), keepsChunks: true, out var kept, out var taken));

        Assert.Equal((8, 8), (kept, taken));
        Assert.False(body.HasEnded);
    }

    // What is passed on, and what is left behind the body; null when it is refused. The bytes come in pieces, and what
    // was not taken is shown again, as a connection does it.
    private static (string Passed, string Left)? Walk(MessageBody body, string sent, int piece, bool keepsChunks)
    {
        var passed = new StringBuilder();
        var waiting = Array.Empty<byte>();
        for (var start = 0; start < sent.Length; start += piece)
        {
            var end = Math.Min(start + piece, sent.Length);
            var bytes = (byte[])[.. waiting, .. Encoding.Latin1.GetBytes(sent[start..end])];
            if (!body.Take(bytes, keepsChunks, out var kept, out var taken))
            {
                return null;
            }

            passed.Append(Encoding.Latin1.GetString(bytes, 0, kept));
            waiting = bytes[taken..];
        }

        Assert.True(body.HasEnded, "The body has not ended.");
        return (passed.ToString(), Encoding.Latin1.GetString(waiting));
    }
}
