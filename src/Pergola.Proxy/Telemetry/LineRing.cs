using System.Buffers.Binary;

namespace Pergola.Proxy.Telemetry;

/// <summary>
/// Lines on their way from one event loop to the thread that delivers them, in memory of a fixed size. Neither waits
/// for the other: what does not fit is dropped and counted. One thread adds, one takes.
/// </summary>
internal sealed class LineRing
{
    /// <summary>Bytes in a ring: several times what a loop can write between two deliveries.</summary>
    public const int Capacity = 4 * 1024 * 1024;

    private const int HeadBytes = 20;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity);
    private readonly byte[] _copy = GC.AllocateUninitializedArray<byte>(Capacity);
    private long _written;
    private long _taken;
    private long _dropped;

    /// <summary>Lines that did not fit, since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds a line, or drops it.</summary>
    /// <param name="time">Milliseconds since 1970.</param>
    /// <param name="one">One set of destinations.</param>
    /// <param name="other">And another.</param>
    /// <param name="line">The line.</param>
    public void Add(long time, int one, int other, ReadOnlySpan<byte> line)
    {
        var free = Capacity - (int)(_written - Volatile.Read(ref _taken));
        if (free < HeadBytes + line.Length)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, line.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], one);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], other);
        BinaryPrimitives.WriteInt64LittleEndian(head[12..], time);
        Put(_written, head);
        Put(_written + HeadBytes, line);
        Volatile.Write(ref _written, _written + HeadBytes + line.Length);
    }

    /// <summary>Takes everything that is there now. The lines are good until the next call.</summary>
    public void Take(Action<long, int, int, ReadOnlyMemory<byte>> take)
    {
        var written = Volatile.Read(ref _written);
        if (written == _taken)
        {
            return;
        }

        var length = (int)(written - _taken);
        Get(_taken, _copy.AsSpan(0, length));
        Volatile.Write(ref _taken, written);
        for (var at = 0; at < length;)
        {
            var head = _copy.AsSpan(at, HeadBytes);
            var bytes = BinaryPrimitives.ReadInt32LittleEndian(head);
            take(
                BinaryPrimitives.ReadInt64LittleEndian(head[12..]),
                BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
                BinaryPrimitives.ReadInt32LittleEndian(head[8..]),
                _copy.AsMemory(at + HeadBytes, bytes));
            at += HeadBytes + bytes;
        }
    }

    private void Put(long at, ReadOnlySpan<byte> bytes)
    {
        var start = (int)(at % Capacity);
        var first = Math.Min(bytes.Length, Capacity - start);
        bytes[..first].CopyTo(_bytes.AsSpan(start));
        bytes[first..].CopyTo(_bytes);
    }

    private void Get(long at, Span<byte> bytes)
    {
        var start = (int)(at % Capacity);
        var first = Math.Min(bytes.Length, Capacity - start);
        _bytes.AsSpan(start, first).CopyTo(bytes);
        _bytes.AsSpan(0, bytes.Length - first).CopyTo(bytes[first..]);
    }
}
