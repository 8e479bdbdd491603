using System.Buffers.Binary;
using System.Net;
using System.Text;
using Pergola.Core;

namespace Pergola.Proxy.Dns;

/// <summary>Questions of our own to name servers, and the answers to them (RFC 1035, 4).</summary>
internal static class DnsRecords
{
    public const ushort TypeText = 16;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Truncated = 0x0200;
    private const int RecordBytes = 10;
    private const int NoError = 0;
    private const int NoSuchName = 3;

    /// <summary>A question for a name's records of a type, with an id of zero.</summary>
    public static byte[] Question(string name, ushort type)
    {
        Span<byte> message = stackalloc byte[DnsLimits.UdpBytesMin];
        message.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 1);
        var at = DnsLimits.HeaderBytes;
        at += DnsName.Write(name, message[at..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[at..], type);
        BinaryPrimitives.WriteUInt16BigEndian(message[(at + 2)..], DnsQuery.ClassInternet);
        return message[..(at + 4)].ToArray();
    }

    /// <summary>True when the rest of the answer must be asked for over TCP.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> answer) =>
        answer.Length >= DnsLimits.HeaderBytes && (Flags(answer) & Truncated) != 0;

    /// <summary>
    /// The texts of an answer: none when the name has no such records or does not exist; null when the answer says
    /// neither (a server that failed), or is not one. Never throws, whatever the bytes.
    /// </summary>
    public static ValueList<string>? Texts(ReadOnlySpan<byte> answer) =>
        Read(answer, TypeText) is { } records ? [.. records.Select(Text)] : null;

    /// <summary>The IPv4 addresses of an answer, read like <see cref="Texts"/>.</summary>
    public static ValueList<IPAddress>? Addresses(ReadOnlySpan<byte> answer) =>
        Read(answer, DnsQuery.TypeA) is { } records
            ? [.. records.Where(record => record.Length == 4).Select(record => new IPAddress(record))]
            : null;

    private static List<byte[]>? Read(ReadOnlySpan<byte> answer, ushort wanted)
    {
        if (answer.Length < DnsLimits.HeaderBytes || (Flags(answer) & 0xF) is not (NoError or NoSuchName))
        {
            return null;
        }

        var offset = DnsLimits.HeaderBytes;
        for (var i = BinaryPrimitives.ReadUInt16BigEndian(answer[4..]); i > 0; i--)
        {
            if (!DnsName.TryRead(answer, ref offset, out _))
            {
                return null;
            }

            offset += sizeof(ushort) * 2;
        }

        var found = new List<byte[]>();
        for (var i = BinaryPrimitives.ReadUInt16BigEndian(answer[6..]); i > 0; i--)
        {
            if (!DnsName.TryRead(answer, ref offset, out _) || answer.Length - offset < RecordBytes)
            {
                return null;
            }

            var type = BinaryPrimitives.ReadUInt16BigEndian(answer[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(answer[(offset + 8)..]);
            offset += RecordBytes;
            if (answer.Length - offset < length)
            {
                return null;
            }

            if (type == wanted)
            {
                found.Add(answer.Slice(offset, length).ToArray());
            }

            offset += length;
        }

        return found;
    }

    // A record is one or more strings of at most 255 bytes, which belong together without anything between.
    private static string Text(byte[] record)
    {
        var text = new StringBuilder();
        for (var at = 0; at < record.Length; at += 1 + record[at])
        {
            text.Append(Encoding.Latin1.GetString(record, at + 1, Math.Min(record[at], record.Length - at - 1)));
        }

        return text.ToString();
    }

    private static ushort Flags(ReadOnlySpan<byte> answer) => BinaryPrimitives.ReadUInt16BigEndian(answer[2..]);
}
