using System.Buffers.Binary;
using System.Text;
using Pergola.Domain.Logs;

namespace Pergola.Store.Deliveries;

/// <summary>
/// How events lie in a segment, one behind the other: length, checksum, two times, text. A crash can only spoil the
/// end, and what is spoilt ends the reading.
/// </summary>
internal static class EventSegment
{
    private const int HeadBytes = 24;

    /// <summary>The bytes of an event.</summary>
    public static void Write(Stream to, long timestamp, long ingestionTime, ReadOnlySpan<byte> message)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, message.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], ingestionTime);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(head[8..], message));
        to.Write(head);
        to.Write(message);
    }

    /// <summary>The sound events from the beginning on.</summary>
    /// <param name="segment">The number of the segment, which is the higher half of each event's place.</param>
    /// <param name="bytes">The segment.</param>
    /// <param name="events">Gets the events.</param>
    /// <returns>How many bytes are sound.</returns>
    public static int Read(int segment, ReadOnlySpan<byte> bytes, List<DeliveredEvent>? events)
    {
        var at = 0;
        while (bytes.Length - at >= HeadBytes)
        {
            var head = bytes.Slice(at, HeadBytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length < 0 || length > bytes.Length - at - HeadBytes)
            {
                break;
            }

            var message = bytes.Slice(at + HeadBytes, length);
            if (Checksum(head[8..], message) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
            {
                break;
            }

            events?.Add(new DeliveredEvent(
                ((long)segment << 32) | (uint)at,
                BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
                Encoding.UTF8.GetString(message)));
            at += HeadBytes + length;
        }

        return at;
    }

    // FNV-1a: it need not withstand an enemy, only tell a torn write.
    private static uint Checksum(ReadOnlySpan<byte> times, ReadOnlySpan<byte> message)
    {
        var sum = 2166136261u;
        foreach (var one in times)
        {
            sum = (sum ^ one) * 16777619;
        }

        foreach (var one in message)
        {
            sum = (sum ^ one) * 16777619;
        }

        return sum;
    }
}
