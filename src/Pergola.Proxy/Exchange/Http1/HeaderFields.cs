using System.Buffers.Text;
using System.Text;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>
/// The fields of a head: where they lie, and what those that a proxy must understand say. Reused from message to
/// message, so that reading allocates nothing.
/// </summary>
internal sealed class HeaderFields(int countMax)
{
    // Enough for every number of bytes that a long holds, and no leading zeros to get a meaning from.
    private const int LengthDigitsMax = 18;

    private readonly HeaderField[] _fields = new HeaderField[countMax];
    private int _count;

    public ReadOnlySpan<HeaderField> All => _fields.AsSpan(0, _count);

    /// <summary>Names and values together, as AWS counts them.</summary>
    public int Bytes { get; private set; }

    /// <summary>Of the body, in bytes; -1 when it is not told.</summary>
    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>"Connection: close".</summary>
    public bool Closes { get; private set; }

    /// <summary>"Connection: keep-alive".</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>Whether Connection names other fields, which then end here as well.</summary>
    public bool NamesFields { get; private set; }

    public bool ExpectsContinue { get; private set; }

    public bool HasDate { get; private set; }

    public bool HasAuthorization { get; private set; }

    /// <summary>Which field is the first with the user agent; -1 when none is.</summary>
    public int UserAgent { get; private set; }

    /// <summary>Which field is the host; -1 when none is.</summary>
    public int Host { get; private set; }

    /// <summary>Which field is the request id; -1 when none is.</summary>
    public int RequestId { get; private set; }

    /// <summary>
    /// Reads all lines up to the empty one and moves the position behind it. Lengths that are repeated, signed or
    /// beside a transfer encoding, and encodings other than chunked, are malformed.
    /// </summary>
    public HeadOutcome Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        Clear();
        while (true)
        {
            switch (HeaderLine.Read(bytes, ref position, out var field))
            {
                case LineOutcome.Empty:
                    return ContentLength >= 0 && IsChunked ? HeadOutcome.Malformed : HeadOutcome.Complete;
                case LineOutcome.Incomplete:
                    return HeadOutcome.Incomplete;
                case LineOutcome.Malformed:
                    return HeadOutcome.Malformed;
            }

            if (_count == _fields.Length || !Understand(field, bytes))
            {
                return HeadOutcome.Malformed;
            }

            _fields[_count++] = field;
            Bytes += field.NameLength + field.ValueLength;
        }
    }

    /// <summary>Whether a Connection field names this one.</summary>
    public bool IsNamed(in HeaderField field, ReadOnlySpan<byte> bytes)
    {
        var name = field.Name(bytes);
        foreach (ref readonly var other in All)
        {
            if (other.Kind == HeaderKind.Connection && Contains(other.Value(bytes), name))
            {
                return true;
            }
        }

        return false;
    }

    private void Clear()
    {
        _count = 0;
        Bytes = 0;
        ContentLength = -1;
        Host = -1;
        RequestId = -1;
        IsChunked = false;
        Closes = false;
        KeepsAlive = false;
        NamesFields = false;
        ExpectsContinue = false;
        HasDate = false;
        HasAuthorization = false;
        UserAgent = -1;
    }

    private bool Understand(in HeaderField field, ReadOnlySpan<byte> bytes)
    {
        switch (field.Kind)
        {
            case HeaderKind.ContentLength:
                return ContentLength < 0 && ReadLength(field.Value(bytes));
            case HeaderKind.TransferEncoding:
                var first = !IsChunked;
                IsChunked = true;
                return first && Ascii.EqualsIgnoreCase(field.Value(bytes), "chunked"u8);
            case HeaderKind.Host:
                var only = Host < 0;
                Host = _count;
                return only;
            case HeaderKind.Connection:
                ReadConnection(field.Value(bytes));
                return true;
            case HeaderKind.Expect:
                ExpectsContinue |= Ascii.EqualsIgnoreCase(field.Value(bytes), "100-continue"u8);
                return true;
            case HeaderKind.Date:
                HasDate = true;
                return true;
            case HeaderKind.Authorization:
                HasAuthorization = true;
                return true;
            case HeaderKind.UserAgent:
                UserAgent = UserAgent < 0 ? _count : UserAgent;
                return true;
            case HeaderKind.RequestId:
                RequestId = RequestId < 0 ? _count : RequestId;
                return true;
            default:
                return true;
        }
    }

    private bool ReadLength(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > LengthDigitsMax || value[0] is < (byte)'0' or > (byte)'9'
            || !Utf8Parser.TryParse(value, out long length, out var read) || read != value.Length)
        {
            return false;
        }

        ContentLength = length;
        return true;
    }

    private void ReadConnection(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "keep-alive"u8))
        {
            KeepsAlive = true;
            return;
        }

        foreach (var range in value.Split((byte)','))
        {
            var token = value[range].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(token, "close"u8))
            {
                Closes = true;
            }
            else if (Ascii.EqualsIgnoreCase(token, "keep-alive"u8))
            {
                KeepsAlive = true;
            }
            else if (!token.IsEmpty)
            {
                NamesFields = true;
            }
        }
    }

    private static bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        foreach (var range in value.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(value[range].Trim(" \t"u8), name))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What reading a head came to.</summary>
internal enum HeadOutcome
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    Complete,

    /// <summary>Not what the standard says, or more fields than are taken.</summary>
    Malformed,

    /// <summary>Another HTTP than 1.0 and 1.1.</summary>
    OtherVersion,
}
