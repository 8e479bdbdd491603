using System.Text;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Tests.Twins;

namespace Pergola.Proxy.Tests.Exchange.Http1;

/// <summary>
/// Heads that are nearly right, thousands of them: no bytes make the reading throw, and pieces decide nothing: what a
/// beginning was found to be stays what it is, whatever follows.
/// </summary>
public sealed class HeadMutantTests
{
    private const int Count = 1500;

    private static readonly byte[][] s_requests =
    [
        Bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        Bytes("\r\nPOST /a?b HTTP/1.1\r\nHost: h:80\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"),
        Bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\nX: \t y \r\n\r\n0\r\n\r\n"),
        Bytes("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close, X\r\nX: y\r\n\r\n"),
        Bytes("GET http://h:80?a HTTP/1.1\r\nHost: h:80\r\nConnection: keep-alive\r\n\r\n"),
        Bytes("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\n"),
        Bytes("GET / HTTP/1.0\r\nx-amzn-requestid: 7\r\n\r\n"),
        Bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ];

    private static readonly byte[][] s_answers =
    [
        Bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
        Bytes("HTTP/1.0 404 \r\nDate: x\r\nConnection: keep-alive\r\n\r\n"),
        Bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204\r\n\r\n"),
        Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: \t y \r\n\r\n0\r\n\r\n"),
    ];

    [Fact]
    public void Requests_are_read_the_same_at_once_and_in_pieces()
    {
        var head = new RequestHead();
        foreach (var mutant in Mutants.Of(s_requests, Count, 1, 2, 3))
        {
            var complete = StaysWhatItIs(mutant, length => Read(head, mutant.AsSpan(0, length)));
            Assert.True(complete is null || EndsWhereTheEmptyLineIs(mutant, head.Length), Show(mutant));
        }
    }

    [Fact]
    public void Answers_are_read_the_same_at_once_and_in_pieces()
    {
        var head = new ResponseHead();
        foreach (var mutant in Mutants.Of(s_answers, Count, 4, 5, 6))
        {
            var complete = StaysWhatItIs(mutant, length => Read(head, mutant.AsSpan(0, length)));
            Assert.True(complete is null || EndsWhereTheEmptyLineIs(mutant, head.Length), Show(mutant));
        }
    }

    // What it was found to be when it was all there; null when that was no whole head.
    private static string? StaysWhatItIs(byte[] mutant, Func<int, (HeadOutcome Outcome, string What)> read)
    {
        var before = (Outcome: HeadOutcome.Incomplete, What: "");
        for (var length = 0; length <= mutant.Length; length++)
        {
            var now = read(length);
            Assert.True(
                before.Outcome == HeadOutcome.Incomplete || before == now,
                $"{Show(mutant)}: {before} at {length - 1} bytes, {now} at {length}");
            before = now;
        }

        return before.Outcome == HeadOutcome.Complete ? before.What : null;
    }

    // Found without the parser: nothing before the first empty line may have been taken for it, and nothing behind.
    private static bool EndsWhereTheEmptyLineIs(byte[] mutant, int length) =>
        mutant.AsSpan().IndexOf("\r\n\r\n"u8) + 4 == length;

    private static (HeadOutcome Outcome, string What) Read(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        var outcome = head.Read(bytes);
        return outcome != HeadOutcome.Complete
            ? (outcome, "")
            : (outcome, string.Join(
                '|', head.Length, Text(head.Method(bytes)), Text(head.PathAndQuery(bytes)), Text(head.Path(bytes)),
                Text(head.Host(bytes)), head.KeepsAlive, Fields(head.Fields, bytes)));
    }

    private static (HeadOutcome Outcome, string What) Read(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        var outcome = head.Read(bytes);
        return outcome != HeadOutcome.Complete
            ? (outcome, "")
            : (outcome, string.Join(
                '|', head.Length, head.Status, Text(head.StatusAndReason(bytes)), head.KeepsAlive,
                Fields(head.Fields, bytes)));
    }

    private static string Fields(HeaderFields fields, ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder($"{fields.ContentLength} {fields.IsChunked} {fields.ExpectsContinue}");
        foreach (var field in fields.All)
        {
            text.Append('|').Append(Text(field.Name(bytes))).Append('=').Append(Text(field.Value(bytes)));
        }

        return text.ToString();
    }

    private static string Show(byte[] bytes) => Convert.ToHexString(bytes);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
