using System.Buffers;
using System.Buffers.Binary;

namespace Pergola.Proxy.Tls;

/// <summary>What the first bytes of a connection are.</summary>
internal enum HelloOutcome : byte
{
    /// <summary>A part of a hello: wait for more.</summary>
    Incomplete,

    /// <summary>A whole hello.</summary>
    Complete,

    /// <summary>Something that begins like TLS, but is none that anybody may send.</summary>
    Malformed,

    /// <summary>No TLS at all.</summary>
    Other,
}

/// <summary>
/// Reads the name that a TLS client asks for (SNI) out of its first message, which may come in several records and in
/// any number of pieces. Everything is bounded by what RFC 8446 (4.1.2, 5.1) and RFC 6066 (3) allow, and by
/// <see cref="BytesMax"/>; whatever does not add up exactly is refused.
/// </summary>
internal static class ClientHello
{
    /// <summary>
    /// A hello with its records. Real ones have 200 to 2,000 bytes, with post-quantum keys and tickets; a message of 64
    /// KiB and more would be legal and has never been seen.
    /// </summary>
    public const int BytesMax = 32 * 1024;

    /// <summary>A DNS name.</summary>
    public const int NameBytesMax = 255;

    private const byte Handshake = 22;
    private const byte HelloMessage = 1;
    private const int ServerName = 0;
    private const int RecordHeader = 5;
    private const int RecordBytesMax = 1 << 14;
    private const int MessageHeader = 4;
    private const int VersionAndRandom = 2 + 32;
    private const int SessionIdMax = 32;

    private static readonly SearchValues<byte> s_nameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    /// <summary>Reads a hello.</summary>
    /// <param name="bytes">Everything that was received so far, from the first byte on.</param>
    /// <param name="scratch">At least <see cref="BytesMax"/> bytes; a message of several records is put together in it.
    /// </param>
    /// <param name="name">The name, as it was sent; empty when the client asks for none.</param>
    public static HelloOutcome Read(ReadOnlySpan<byte> bytes, Span<byte> scratch, out ReadOnlySpan<byte> name)
    {
        name = default;
        var outcome = Gather(bytes, scratch, out var message);
        if (outcome != HelloOutcome.Complete)
        {
            return outcome;
        }

        return ReadMessage(message, out name) ? HelloOutcome.Complete : HelloOutcome.Malformed;
    }

    // The hello's message, without its header, out of as many records as it takes.
    private static HelloOutcome Gather(ReadOnlySpan<byte> bytes, Span<byte> scratch, out ReadOnlySpan<byte> message)
    {
        message = default;
        var gathered = 0;
        var at = 0;
        while (true)
        {
            var rest = bytes[at..];
            if (!IsRecordSoFar(rest))
            {
                return at == 0 && !rest.IsEmpty && rest[0] != Handshake ? HelloOutcome.Other : HelloOutcome.Malformed;
            }

            var length = rest.Length < RecordHeader ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            if (at + RecordHeader + length > BytesMax)
            {
                return HelloOutcome.Malformed;
            }

            var payload = rest.Length < RecordHeader
                ? default
                : rest[RecordHeader..Math.Min(rest.Length, RecordHeader + length)];
            payload.CopyTo(scratch[gathered..]);
            gathered += payload.Length;
            if (gathered > 0 && scratch[0] != HelloMessage)
            {
                return HelloOutcome.Malformed;
            }

            if (gathered >= MessageHeader)
            {
                var total = MessageHeader + ReadUInt24(scratch[1..]);
                if (total > BytesMax)
                {
                    return HelloOutcome.Malformed;
                }

                // More behind the hello in its record would be a second message, which is not yet allowed; the record's
                // header says so before that message is there.
                if (gathered - payload.Length + length > total)
                {
                    return HelloOutcome.Malformed;
                }

                if (gathered == total)
                {
                    message = scratch[MessageHeader..total];
                    return HelloOutcome.Complete;
                }
            }

            if (rest.Length < RecordHeader + length || length == 0)
            {
                return HelloOutcome.Incomplete;
            }

            at += RecordHeader + length;
        }
    }

    // A handshake record of version 3.x that is not empty and not too long, as far as it is there.
    private static bool IsRecordSoFar(ReadOnlySpan<byte> record) =>
        (record.Length < 1 || record[0] == Handshake)
        && (record.Length < 2 || record[1] == 3)
        && (record.Length < 3 || record[2] <= 4)
        && (record.Length < RecordHeader
            || BinaryPrimitives.ReadUInt16BigEndian(record[3..]) is > 0 and <= RecordBytesMax);

    private static bool ReadMessage(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (message.Length < VersionAndRandom || message[0] != 3)
        {
            return false;
        }

        var reader = new Vectors(message[VersionAndRandom..]);
        var sessionId = reader.Take(1);
        var suites = reader.Take(2);
        var compressions = reader.Take(1);
        if (sessionId.Length > SessionIdMax || suites.IsEmpty || suites.Length % 2 != 0 || compressions.IsEmpty)
        {
            return false;
        }

        if (reader.IsAtEnd)
        {
            return true;   // Without extensions, as before TLS 1.2.
        }

        var extensions = new Vectors(reader.Take(2));
        var hasName = false;
        while (reader.IsAtEnd && !extensions.IsAtEnd)
        {
            var type = extensions.Number();
            var body = extensions.Take(2);
            if (type == ServerName && !extensions.HasFailed)
            {
                name = ReadName(body);
                if (hasName || name.IsEmpty)
                {
                    return false;
                }

                hasName = true;
            }
        }

        return reader.IsAtEnd && !reader.HasFailed && !extensions.HasFailed;
    }

    // RFC 6066: a list, in which each type of name is at most once; only host names (0) have ever been defined. Empty
    // when it is anything else.
    private static ReadOnlySpan<byte> ReadName(ReadOnlySpan<byte> body)
    {
        var reader = new Vectors(body);
        var list = reader.Take(2);
        if (!reader.IsAtEnd || list.IsEmpty || list[0] != 0)
        {
            return default;
        }

        var names = new Vectors(list[1..]);
        var name = names.Take(2);
        return names.IsAtEnd && !names.HasFailed && !reader.HasFailed && name.Length <= NameBytesMax
            && !name.ContainsAnyExcept(s_nameBytes)
                ? name
                : default;
    }

    // Vectors with their lengths in front, one after the other. What does not fit ends the reading.
    private ref struct Vectors(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool HasFailed { get; private set; }

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(int lengthBytes)
        {
            if (_rest.Length < lengthBytes)
            {
                return Fail();
            }

            var length = lengthBytes == 1 ? _rest[0] : BinaryPrimitives.ReadUInt16BigEndian(_rest);
            if (_rest.Length - lengthBytes < length)
            {
                return Fail();
            }

            var vector = _rest.Slice(lengthBytes, length);
            _rest = _rest[(lengthBytes + length)..];
            return vector;
        }

        public int Number()
        {
            if (_rest.Length < 2)
            {
                Fail();
                return -1;
            }

            var number = BinaryPrimitives.ReadUInt16BigEndian(_rest);
            _rest = _rest[2..];
            return number;
        }

        private ReadOnlySpan<byte> Fail()
        {
            HasFailed = true;
            _rest = default;
            return default;
        }
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
}
