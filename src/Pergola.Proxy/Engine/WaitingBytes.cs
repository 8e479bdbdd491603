namespace Pergola.Proxy.Engine;

/// <summary>Bytes that must wait, in rented memory; nothing is held while there are none.</summary>
internal struct WaitingBytes
{
    private byte[]? _bytes;
    private int _start;

    public int Length { get; private set; }

    public readonly bool IsEmpty => Length == 0;

    public readonly Span<byte> Span => _bytes.AsSpan(_start, Length);

    /// <summary>Adds a copy at the end.</summary>
    public void Add(LoopBuffers buffers, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        bytes.CopyTo(Reserve(buffers, bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Free space at the end, at least so long; <see cref="Grow"/> says how much of it was filled.</summary>
    public Span<byte> Reserve(LoopBuffers buffers, int length)
    {
        if (_bytes is null)
        {
            _bytes = buffers.Rent(length);
            _start = 0;
        }
        else if (_bytes.Length - _start - Length < length)
        {
            var old = _bytes;
            var target = old.Length - Length >= length ? old : buffers.Rent(Length + length);
            old.AsSpan(_start, Length).CopyTo(target);
            if (target != old)
            {
                buffers.Return(old);
            }

            _bytes = target;
            _start = 0;
        }

        return _bytes.AsSpan(_start + Length);
    }

    /// <summary>So many bytes of the reserved space were filled.</summary>
    public void Grow(int length) => Length += length;

    /// <summary>The first bytes have gone; gives the memory back with the last.</summary>
    public void Remove(LoopBuffers buffers, int length)
    {
        _start += length;
        Length -= length;
        if (Length == 0)
        {
            Clear(buffers);
        }
    }

    public void Clear(LoopBuffers buffers)
    {
        if (_bytes is not null)
        {
            buffers.Return(_bytes);
        }

        this = default;
    }
}
