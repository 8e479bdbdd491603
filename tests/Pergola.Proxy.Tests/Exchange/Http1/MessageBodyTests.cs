using System.Text;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Tests.Twins;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>Where bodies end and what of them is passed on, in whatever pieces they come.</summary>
public sealed class MessageBodyTests
{
    private const string Next = "GET / HTTP/1.1\r\n";

    private static readonly byte[][] s_chunked =
    [
        "0\r\n\r\n"u8.ToArray(),
        "3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\n"u8.ToArray(),
        "A;a=b;c\r\n0123456789\r\n1\r\nx\r\n00;d\r\n\r\n"u8.ToArray(),
        "2\r\n\r\n\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\nB: 2\r\n\r\n"u8.ToArray(),
    ];

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

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void A_chunks_line_that_is_too_long_is_refused_in_whatever_pieces_it_comes(int piece)
    {
        var longest = "1;" + new string('a', ProxyLimits.ChunkLineBytesMax - 2);

        Assert.NotNull(Walk(MessageBody.Chunked, $"{longest}\r\nx\r\n0\r\n\r\n", piece, keepsChunks: true));
        Assert.Null(Walk(MessageBody.Chunked, $"{longest}a\r\nx\r\n0\r\n\r\n", piece, keepsChunks: true));
        Assert.Null(Walk(MessageBody.Chunked, longest + "a", piece, keepsChunks: true));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Trailers_that_are_too_long_are_refused_in_whatever_pieces_they_come(int piece)
    {
        var longest = "X: " + new string('a', ProxyLimits.TrailerBytesMax - "X: \r\n\r\n".Length);

        Assert.NotNull(Walk(MessageBody.Chunked, $"0\r\n{longest}\r\n\r\n", piece, keepsChunks: true));
        Assert.Null(Walk(MessageBody.Chunked, $"0\r\n{longest}a\r\n\r\n", piece, keepsChunks: true));
    }

    [Fact]
    public void Chunks_that_are_nearly_right_are_read_the_same_at_once_and_in_pieces()
    {
        foreach (var mutant in Mutants.Of(s_chunked, 1000, 7, 8, 9))
        {
            var sent = Encoding.Latin1.GetString(mutant);
            foreach (var keepsChunks in (bool[])[true, false])
            {
                var whole = WalkSoFar(MessageBody.Chunked, sent, int.MaxValue, keepsChunks);
                foreach (var piece in (int[])[1, 2, 3, 7])
                {
                    Assert.Equal(whole, WalkSoFar(MessageBody.Chunked, sent, piece, keepsChunks));
                }
            }
        }
    }

    [Fact]
    public void What_is_passed_on_is_a_body_that_the_next_reader_passes_on_unchanged()
    {
        foreach (var mutant in Mutants.Of(s_chunked, 1000, 10, 11, 12))
        {
            if (WalkSoFar(MessageBody.Chunked, Encoding.Latin1.GetString(mutant), int.MaxValue, true) is { } first)
            {
                Assert.Equal(
                    first with { Left = "" },
                    WalkSoFar(MessageBody.Chunked, first.Passed, int.MaxValue, keepsChunks: true));
            }
        }
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

    // What is passed on, and what is left behind the body; null when it is refused.
    private static (string Passed, string Left)? Walk(MessageBody body, string sent, int piece, bool keepsChunks)
    {
        if (WalkSoFar(body, sent, piece, keepsChunks) is not { } walked)
        {
            return null;
        }

        Assert.True(walked.HasEnded, "The body has not ended.");
        return (walked.Passed, walked.Left);
    }

    // The bytes come in pieces, and what was not taken is shown again, as a connection does it.
    private static Walked? WalkSoFar(MessageBody body, string sent, int piece, bool keepsChunks)
    {
        var passed = new StringBuilder();
        var waiting = Array.Empty<byte>();
        for (var start = 0; start < sent.Length;)
        {
            var end = start + Math.Min(piece, sent.Length - start);
            var bytes = (byte[])[.. waiting, .. Encoding.Latin1.GetBytes(sent[start..end])];
            if (!body.Take(bytes, keepsChunks, out var kept, out var taken))
            {
                return null;
            }

            passed.Append(Encoding.Latin1.GetString(bytes, 0, kept));
            waiting = bytes[taken..];
            start = end;
        }

        return new Walked(passed.ToString(), Encoding.Latin1.GetString(waiting), body.HasEnded);
    }

    private sealed record Walked(string Passed, string Left, bool HasEnded);
}
