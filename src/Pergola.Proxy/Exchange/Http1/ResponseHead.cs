namespace Pergola.Proxy.Exchange.Http1;

/// <summary>An answer's line and fields. Reused from answer to answer; it points into what it was read from.</summary>
internal sealed class ResponseHead
{
    private const int VersionLength = 9;   // "HTTP/1.1 "

    private int _lineLength;

    public HeaderFields Fields { get; } = new(ProxyLimits.AnswerHeadersMax);

    /// <summary>The head's length in bytes, with the empty line.</summary>
    public int Length { get; private set; }

    public int Status { get; private set; }

    /// <summary>Whether the target speaks HTTP/1.1 and not 1.0.</summary>
    public bool IsVersion11 { get; private set; }

    /// <summary>Whether the connection may carry another request afterwards.</summary>
    public bool KeepsAlive => IsVersion11 ? !Fields.Closes : Fields.KeepsAlive && !Fields.Closes;

    /// <summary>Whether another head follows (1xx).</summary>
    public bool IsInterim => Status < 200;

    /// <summary>Status and reason as the target wrote them.</summary>
    public ReadOnlySpan<byte> StatusAndReason(ReadOnlySpan<byte> bytes) =>
        bytes[VersionLength.._lineLength];

    /// <summary>The body that follows the answer to a request (RFC 9112, 6.3).</summary>
    public MessageBody Body(bool isHead)
    {
        if (isHead || IsInterim || Status is 204 or 304)
        {
            return MessageBody.None;
        }

        if (Fields.IsChunked)
        {
            return MessageBody.Chunked;
        }

        return Fields.ContentLength >= 0 ? MessageBody.OfLength(Fields.ContentLength) : MessageBody.UntilClose;
    }

    /// <summary>Reads a head; strict like a request's, on lines, lengths and encodings.</summary>
    public HeadOutcome Read(ReadOnlySpan<byte> bytes)
    {
        var line = HeaderLine.FindEnd(bytes, out var end);
        if (line == LineOutcome.Incomplete)
        {
            // What cannot become an answer is refused before its line ends: nonsense need not have lines.
            var prefix = "HTTP/1."u8[..Math.Min(bytes.Length, 7)];
            return bytes.StartsWith(prefix) ? HeadOutcome.Incomplete : HeadOutcome.Malformed;
        }

        if (line != LineOutcome.Field || !ReadLine(bytes[..end]))
        {
            return HeadOutcome.Malformed;
        }

        var position = end + 2;
        var outcome = Fields.Read(bytes, ref position);
        Length = position;
        return outcome == HeadOutcome.Complete && Fields.IsChunked && !IsVersion11 ? HeadOutcome.Malformed : outcome;
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        IsVersion11 = line.StartsWith("HTTP/1.1 "u8);
        if ((!IsVersion11 && !line.StartsWith("HTTP/1.0 "u8)) || line.Length < VersionLength + 3)
        {
            return false;
        }

        var digits = line.Slice(VersionLength, 3);
        if (digits[0] is < (byte)'1' or > (byte)'9' || !char.IsAsciiDigit((char)digits[1])
            || !char.IsAsciiDigit((char)digits[2]))
        {
            return false;
        }

        Status = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + digits[2] - '0';
        _lineLength = line.Length;
        return line.Length == VersionLength + 3 || line[VersionLength + 3] == ' ';
    }
}
