using System.Buffers.Binary;

namespace Pergola.Proxy.Dns;

/// <summary>One question, parsed. Its bytes are kept, so that the answer repeats them exactly as they came.</summary>
/// <param name="Id">The client's id.</param>
/// <param name="RecursionDesired">To be repeated in the answer.</param>
/// <param name="Name">Without a final dot; the case is the client's. The root is empty.</param>
/// <param name="Type">The type of the records that are asked for.</param>
/// <param name="Class">1 for the internet.</param>
/// <param name="Question">The question section.</param>
/// <param name="UdpBytesMax">What the client takes over UDP.</param>
/// <param name="HasOptions">Whether the client speaks EDNS, so that the answer does too.</param>
internal sealed record DnsQuery(
    ushort Id, bool RecursionDesired, string Name, ushort Type, ushort Class, byte[] Question, int UdpBytesMax,
    bool HasOptions)
{
    public const ushort TypeA = 1;
    public const ushort TypeSoa = 6;
    public const ushort TypePointer = 12;
    public const ushort TypeAaaa = 28;
    public const ushort TypeOptions = 41;
    public const ushort TypeAny = 255;
    public const ushort ClassInternet = 1;

    private const int FixedQuestionBytes = 4;
    private const int FixedRecordBytes = 10;

    /// <summary>Reads a message as a query. Never throws, whatever the bytes.</summary>
    public static DnsParse Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < DnsLimits.HeaderBytes)
        {
            return new DnsParse.Refused(DnsRefusal.Unanswerable, 0);
        }

        var id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & 0x8000) != 0)
        {
            return new DnsParse.Refused(DnsRefusal.Unanswerable, id);   // Answering an answer would start a loop.
        }

        if (((flags >> 11) & 0xF) != 0)
        {
            return new DnsParse.Refused(DnsRefusal.NotImplemented, id);
        }

        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var offset = DnsLimits.HeaderBytes;
        if (questions != 1
            || !DnsName.TryRead(message, ref offset, out var name)
            || message.Length - offset < FixedQuestionBytes)
        {
            return new DnsParse.Refused(DnsRefusal.Malformed, id);
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
        var @class = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]);
        offset += FixedQuestionBytes;
        var question = message[DnsLimits.HeaderBytes..offset].ToArray();
        if (!TryReadOptions(message, offset, out var udpBytesMax, out var hasOptions))
        {
            return new DnsParse.Refused(DnsRefusal.Malformed, id);
        }

        return new DnsParse.Query(new DnsQuery(
            id, (flags & 0x0100) != 0, name, type, @class, question, udpBytesMax, hasOptions));
    }

    private static bool TryReadOptions(ReadOnlySpan<byte> message, int offset, out int udpBytesMax, out bool found)
    {
        udpBytesMax = DnsLimits.UdpBytesMin;
        found = false;
        var records = BinaryPrimitives.ReadUInt16BigEndian(message[6..])
            + BinaryPrimitives.ReadUInt16BigEndian(message[8..])
            + BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        for (var i = 0; i < records; i++)
        {
            if (!DnsName.TryRead(message, ref offset, out _) || message.Length - offset < FixedRecordBytes)
            {
                return false;
            }

            var type = BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
            if (type == TypeOptions)
            {
                var asked = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]);
                udpBytesMax = Math.Clamp((int)asked, DnsLimits.UdpBytesMin, DnsLimits.UdpBytesMax);
                found = true;
            }

            offset += FixedRecordBytes + BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 8)..]);
            if (offset > message.Length)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What became of a message's bytes.</summary>
internal abstract record DnsParse
{
    private DnsParse()
    {
    }

    public sealed record Query(DnsQuery Value) : DnsParse;

    /// <param name="Reason">Why it is not a question for us.</param>
    /// <param name="Id">The message's id, for the answer that says so.</param>
    public sealed record Refused(DnsRefusal Reason, ushort Id) : DnsParse;
}

/// <summary>Why a message is not a question.</summary>
internal enum DnsRefusal
{
    /// <summary>Too short to have an id, or itself an answer: nothing is sent back.</summary>
    Unanswerable,

    /// <summary>FORMERR.</summary>
    Malformed,

    /// <summary>NOTIMP: another operation than a query.</summary>
    NotImplemented,
}
