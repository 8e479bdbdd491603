namespace Pergola.Proxy.Exchange.Http1;

/// <summary>
/// A walk over the bytes of a chunked body (RFC 9112, 7.1) that moves what is passed on to their front. Each step
/// takes a whole part or nothing and says <see cref="LineOutcome.Field"/> when it took one.
/// </summary>
internal ref struct ChunkWalk(Span<byte> bytes, bool keepsChunks)
{
    // So many hexadecimal digits fit into a long without a sign.
    private const int SizeDigitsMax = 15;

    private readonly Span<byte> _bytes = bytes;

    /// <summary>How many bytes may be passed on.</summary>
    public int Kept { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public int Taken { get; private set; }

    /// <summary>The line before a chunk. Its extensions are for one connection only and are left out.</summary>
    public LineOutcome Size(out long size)
    {
        size = 0;
        var rest = _bytes[Taken..];
        var outcome = HeaderLine.FindEnd(rest, out var end);
        if ((end < 0 ? rest.Length : end) > ProxyLimits.ChunkLineBytesMax)
        {
            return LineOutcome.Malformed;   // Whether its end has arrived or not: pieces decide nothing.
        }

        if (outcome != LineOutcome.Field)
        {
            return outcome;
        }

        var digits = 0;
        while (digits < end && char.IsAsciiHexDigit((char)rest[digits]))
        {
            if (digits == SizeDigitsMax)
            {
                return LineOutcome.Malformed;
            }

            size = (size << 4) | Digit(rest[digits]);
            digits++;
        }

        if (digits == 0 || (digits < end && rest[digits] != ';'))
        {
            return LineOutcome.Malformed;
        }

        if (keepsChunks)
        {
            Keep(Taken, digits);
            Keep(Taken + end, 2);
        }

        Taken += end + 2;
        return LineOutcome.Field;
    }

    /// <summary>Up to so many bytes of a chunk; how many there were.</summary>
    public int Bytes(long left)
    {
        var length = (int)Math.Min(left, _bytes.Length - Taken);
        Keep(Taken, length);
        Taken += length;
        return length;
    }

    /// <summary>The line end behind a chunk's bytes.</summary>
    public LineOutcome End()
    {
        var rest = _bytes[Taken..];
        if (rest.Length < 2)
        {
            return rest.IsEmpty || rest[0] == '\r' ? LineOutcome.Incomplete : LineOutcome.Malformed;
        }

        if (!rest.StartsWith("\r\n"u8))
        {
            return LineOutcome.Malformed;
        }

        if (keepsChunks)
        {
            Keep(Taken, 2);
        }

        Taken += 2;
        return LineOutcome.Field;
    }

    /// <summary>
    /// The fields behind the last chunk, taken when all are there. Fields that say how to read or where to send a
    /// message come too late (RFC 9110, 6.5.1) and are left out.
    /// </summary>
    public LineOutcome Trailers()
    {
        // First whether they are whole and sound; only then anything is moved.
        var position = Taken;
        var outcome = LineOutcome.Field;
        while (outcome == LineOutcome.Field)
        {
            outcome = HeaderLine.Read(_bytes, ref position, out _);
        }

        var length = (outcome == LineOutcome.Empty ? position : _bytes.Length) - Taken;
        if (length > ProxyLimits.TrailerBytesMax)
        {
            return LineOutcome.Malformed;
        }

        if (outcome != LineOutcome.Empty)
        {
            return outcome;
        }

        if (keepsChunks)
        {
            KeepTrailers();
        }

        Taken = position;
        return LineOutcome.Field;
    }

    private static uint Digit(byte digit) => char.IsAsciiDigit((char)digit)
        ? (uint)(digit - '0')
        : (uint)((digit | 0x20) - 'a' + 10);

    private void KeepTrailers()
    {
        var position = Taken;
        while (true)
        {
            var start = position;
            if (HeaderLine.Read(_bytes, ref position, out var field) == LineOutcome.Empty)
            {
                Keep(start, 2);
                return;
            }

            if (field.Kind is HeaderKind.Other or HeaderKind.Date)
            {
                Keep(start, position - start);
            }
        }
    }

    private void Keep(int start, int length)
    {
        if (start != Kept)
        {
            _bytes.Slice(start, length).CopyTo(_bytes[Kept..]);
        }

        Kept += length;
    }
}
