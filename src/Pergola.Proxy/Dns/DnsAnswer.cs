using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;

namespace Pergola.Proxy.Dns;

/// <summary>Writes answers.</summary>
internal static class DnsAnswer
{
    private const ushort Response = 0x8000;
    private const ushort Authoritative = 0x0400;
    private const ushort Truncated = 0x0200;
    private const ushort RecursionDesired = 0x0100;
    private const ushort RecursionAvailable = 0x0080;
    private const ushort PointerToQuestion = 0xC00C;

    // Type, class, time to live and length, behind a name.
    private const int FixedRecordBytes = 10;

    /// <summary>
    /// The answer as a message of at most <paramref name="bytesMax"/>; cut and marked when it does not fit.
    /// </summary>
    public static byte[] Write(DnsQuery query, DnsOutcome outcome, int bytesMax)
    {
        var buffer = new byte[DnsLimits.MessageBytesMax];
        var length = WriteWhole(query, outcome, buffer);
        if (length > bytesMax)
        {
            // No part of a cut answer may be used (RFC 2181, 9), so the client gets none and asks again over TCP.
            length = WriteWhole(query, new DnsOutcome.NoRecords(), buffer, withSoa: false);
            var flags = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(2));
            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)(flags | Truncated));
        }

        return buffer[..length];
    }

    /// <summary>The answer to what is not a question; null when none may be given.</summary>
    public static byte[]? Refuse(DnsParse.Refused refused)
    {
        if (refused.Reason == DnsRefusal.Unanswerable)
        {
            return null;
        }

        var buffer = new byte[DnsLimits.HeaderBytes];
        BinaryPrimitives.WriteUInt16BigEndian(buffer, refused.Id);
        var code = refused.Reason == DnsRefusal.Malformed ? 1 : 4;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)(Response | RecursionAvailable | code));
        return buffer;
    }

    private static int WriteWhole(DnsQuery query, DnsOutcome outcome, Span<byte> buffer, bool withSoa = true)
    {
        var (code, answers, authorities) = outcome switch
        {
            DnsOutcome.Addresses addresses => (0, addresses.Values.Count, 0),
            DnsOutcome.Pointer => (0, 1, 0),
            DnsOutcome.NoRecords => (0, 0, withSoa ? 1 : 0),
            DnsOutcome.NoSuchName => (3, 0, 1),
            DnsOutcome.Failed => (2, 0, 0),
            DnsOutcome.Declined => (5, 0, 0),
            _ => throw new UnreachableException(),
        };
        var flags =
            Response | Authoritative | RecursionAvailable | code | (query.RecursionDesired ? RecursionDesired : 0);
        BinaryPrimitives.WriteUInt16BigEndian(buffer, query.Id);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[6..], (ushort)answers);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[8..], (ushort)authorities);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[10..], (ushort)(query.HasOptions ? 1 : 0));
        query.Question.CopyTo(buffer[DnsLimits.HeaderBytes..]);
        var at = DnsLimits.HeaderBytes + query.Question.Length;
        at = outcome switch
        {
            DnsOutcome.Addresses addresses => WriteAddresses(addresses.Values, buffer, at),
            DnsOutcome.Pointer pointer => WritePointer(pointer.Name, buffer, at),
            _ => at,
        };
        at = authorities == 1 ? WriteSoa(buffer, at) : at;
        return query.HasOptions ? WriteOptions(buffer, at) : at;
    }

    private static int WriteAddresses(IEnumerable<IPAddress> addresses, Span<byte> buffer, int at)
    {
        foreach (var address in addresses)
        {
            at = WriteRecordHead(DnsQuery.TypeA, DnsLimits.TimeToLiveSeconds, length: 4, buffer, at);
            address.TryWriteBytes(buffer[at..], out var written);
            at += written;
        }

        return at;
    }

    private static int WritePointer(string name, Span<byte> buffer, int at)
    {
        var start = at + 2 + FixedRecordBytes;
        var length = DnsName.Write(name, buffer[start..]);
        WriteRecordHead(DnsQuery.TypePointer, DnsLimits.TimeToLiveSeconds, (ushort)length, buffer, at);
        return start + length;
    }

    /// <summary>
    /// The record that says how long an absence may be remembered (RFC 2308); its names are the root.
    /// </summary>
    private static int WriteSoa(Span<byte> buffer, int at)
    {
        const int Bytes = 22;   // Two root names and five numbers.
        at = WriteRecordHead(DnsQuery.TypeSoa, DnsLimits.NegativeTimeToLiveSeconds, Bytes, buffer, at);
        buffer.Slice(at, Bytes).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(buffer[(at + Bytes - 4)..], DnsLimits.NegativeTimeToLiveSeconds);
        return at + Bytes;
    }

    private static int WriteRecordHead(ushort type, uint timeToLive, ushort length, Span<byte> buffer, int at)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[at..], PointerToQuestion);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 2)..], type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 4)..], DnsQuery.ClassInternet);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[(at + 6)..], timeToLive);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 10)..], length);
        return at + 2 + FixedRecordBytes;
    }

    private static int WriteOptions(Span<byte> buffer, int at)
    {
        const int Bytes = 1 + FixedRecordBytes;   // The name of an OPT record is the root.
        buffer.Slice(at, Bytes).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 1)..], DnsQuery.TypeOptions);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 3)..], DnsLimits.UdpBytesMax);
        return at + Bytes;
    }
}
