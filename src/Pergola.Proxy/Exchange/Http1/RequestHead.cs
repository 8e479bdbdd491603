using System.Text;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>A request's line and fields. Reused from request to request; it points into its bytes.</summary>
internal sealed class RequestHead
{
    private int _methodStart;
    private int _methodLength;
    private int _targetLength;
    private int _pathStart;
    private int _pathLength;

    /// <summary>The fields; one more than AWS allows could not be told from fewer, so one more is malformed.</summary>
    public HeaderFields Fields { get; } = new(ProxyLimits.HeadersMax);

    /// <summary>The head's length in bytes, with the empty line.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the client speaks HTTP/1.1 and not 1.0.</summary>
    public bool IsVersion11 { get; private set; }

    /// <summary>Whether the path begins with a slash that nobody wrote (<c>http://host?query</c>).</summary>
    public bool LacksSlash { get; private set; }

    /// <summary>Whether the connection may carry another request afterwards.</summary>
    public bool KeepsAlive => IsVersion11 ? !Fields.Closes : Fields.KeepsAlive && !Fields.Closes;

    public ReadOnlySpan<byte> Method(ReadOnlySpan<byte> bytes) => bytes.Slice(_methodStart, _methodLength);

    /// <summary>Path and query as the client wrote them; see <see cref="LacksSlash"/>.</summary>
    public ReadOnlySpan<byte> PathAndQuery(ReadOnlySpan<byte> bytes) => bytes.Slice(_pathStart, _pathLength);

    /// <summary>The path before <c>?</c>, not decoded.</summary>
    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> bytes)
    {
        if (LacksSlash)
        {
            return "/"u8;
        }

        var path = PathAndQuery(bytes);
        var query = path.IndexOf((byte)'?');
        return query < 0 ? path : path[..query];
    }

    /// <summary>The host that the client names, perhaps with a port; empty when it names none.</summary>
    public ReadOnlySpan<byte> Host(ReadOnlySpan<byte> bytes) =>
        Fields.Host < 0 ? default : Fields.All[Fields.Host].Value(bytes);

    /// <summary>
    /// Reads a head. Besides what <see cref="HeaderFields.Read"/> refuses: a request line that is not three words with
    /// single spaces, a version 1.1 without a host, a transfer encoding in 1.0, a target in a form that cannot be
    /// forwarded, or one that names another host than the Host field.
    /// </summary>
    public HeadOutcome Read(ReadOnlySpan<byte> bytes)
    {
        // RFC 9112, 2.2: an empty line before a request is to be ignored (old clients send one behind a body).
        var position = bytes.StartsWith("\r\n"u8) ? 2 : 0;
        var line = HeaderLine.FindEnd(bytes[position..], out var end);
        if (line != LineOutcome.Field)
        {
            return line == LineOutcome.Incomplete ? HeadOutcome.Incomplete : HeadOutcome.Malformed;
        }

        var outcome = ReadLine(bytes.Slice(position, end), position);
        if (outcome != HeadOutcome.Complete)
        {
            return outcome;
        }

        position += end + 2;
        outcome = Fields.Read(bytes, ref position);
        Length = position;
        return outcome == HeadOutcome.Complete && !IsSound(bytes) ? HeadOutcome.Malformed : outcome;
    }

    private HeadOutcome ReadLine(ReadOnlySpan<byte> line, int start)
    {
        var methodEnd = line.IndexOfAnyExcept(ByteSets.Token);
        if (methodEnd <= 0 || line[methodEnd] != ' ')
        {
            return HeadOutcome.Malformed;
        }

        var rest = line[(methodEnd + 1)..];
        var targetEnd = rest.IndexOfAnyExcept(ByteSets.Visible);
        if (targetEnd <= 0 || rest[targetEnd] != ' ')
        {
            return HeadOutcome.Malformed;
        }

        var version = rest[(targetEnd + 1)..];
        IsVersion11 = version.SequenceEqual("HTTP/1.1"u8);
        if (!IsVersion11 && !version.SequenceEqual("HTTP/1.0"u8))
        {
            return version.StartsWith("HTTP/"u8) && version.Length == 8
                ? HeadOutcome.OtherVersion
                : HeadOutcome.Malformed;
        }

        _methodStart = start;
        _methodLength = methodEnd;
        _pathStart = start + methodEnd + 1;
        _pathLength = targetEnd;
        _targetLength = targetEnd;
        LacksSlash = false;
        return HeadOutcome.Complete;
    }

    private bool IsSound(ReadOnlySpan<byte> bytes)
    {
        if (IsVersion11 ? Fields.Host < 0 : Fields.IsChunked)
        {
            return false;
        }

        var target = bytes.Slice(_pathStart, _targetLength);
        if (target[0] == '/')
        {
            return !Method(bytes).SequenceEqual("CONNECT"u8);
        }

        if (target.SequenceEqual("*"u8))
        {
            // The whole server is asked; there is no path, and targets get the root as always.
            LacksSlash = true;
            _pathLength = 0;
            return Method(bytes).SequenceEqual("OPTIONS"u8);
        }

        return ReadAbsolute(target, bytes);
    }

    private bool ReadAbsolute(ReadOnlySpan<byte> target, ReadOnlySpan<byte> bytes)
    {
        var authority = target.IndexOf("://"u8) + 3;
        if (authority < 3)
        {
            return false;
        }

        var length = target[authority..].IndexOfAny((byte)'/', (byte)'?');
        length = length < 0 ? target.Length - authority : length;
        _pathStart += authority + length;
        _pathLength = target.Length - authority - length;
        LacksSlash = _pathLength == 0 || target[authority + length] != '/';
        return Fields.Host < 0 || Ascii.EqualsIgnoreCase(target.Slice(authority, length), Host(bytes));
    }
}
