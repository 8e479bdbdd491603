namespace Pergola.Proxy.Exchange.Http1;

/// <summary>One line of a head's or trailer's fields.</summary>
internal static class HeaderLine
{
    /// <summary>
    /// Reads the line that begins at a position and moves the position behind it. Strict: a line ends with CR LF, holds
    /// no other control byte than the tab, has no space before its colon, and does not continue the one before
    /// (RFC 9112, 5): everything else has been read differently by different programs.
    /// </summary>
    public static LineOutcome Read(ReadOnlySpan<byte> bytes, ref int position, out HeaderField field)
    {
        field = default;
        var rest = bytes[position..];
        var outcome = FindEnd(rest, out var end);
        if (outcome != LineOutcome.Field)
        {
            return outcome;
        }

        if (end == 0)
        {
            position += 2;
            return LineOutcome.Empty;
        }

        var colon = rest[..end].IndexOfAnyExcept(ByteSets.Token);
        if (colon <= 0 || rest[colon] != ':')
        {
            return LineOutcome.Malformed;
        }

        var first = colon + 1;
        while (first < end && rest[first] is (byte)' ' or (byte)'\t')
        {
            first++;
        }

        var last = end;
        while (last > first && rest[last - 1] is (byte)' ' or (byte)'\t')
        {
            last--;
        }

        field = new HeaderField(
            position, colon, position + first, last - first, HeaderNames.Recognise(rest[..colon]));
        position += end + 2;
        return LineOutcome.Field;
    }

    /// <summary>Finds the CR LF of a line; <see cref="LineOutcome.Field"/> says that it is there.</summary>
    public static LineOutcome FindEnd(ReadOnlySpan<byte> bytes, out int end)
    {
        end = bytes.IndexOfAny(ByteSets.Control);
        if (end < 0)
        {
            return LineOutcome.Incomplete;
        }

        if (bytes[end] != '\r')
        {
            return LineOutcome.Malformed;
        }

        if (end + 1 == bytes.Length)
        {
            return LineOutcome.Incomplete;
        }

        return bytes[end + 1] == '\n' ? LineOutcome.Field : LineOutcome.Malformed;
    }
}

/// <summary>What a line was.</summary>
internal enum LineOutcome
{
    Field,

    /// <summary>Without anything: the fields are over.</summary>
    Empty,

    /// <summary>Its end has not arrived.</summary>
    Incomplete,

    Malformed,
}
