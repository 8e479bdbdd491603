using System.Buffers.Text;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>Writes into a space that is large enough; a smaller one is a mistake of the caller and throws.</summary>
internal ref struct ByteWriter(Span<byte> space)
{
    private readonly Span<byte> _space = space;

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    public readonly Span<byte> Written => _space[..Length];

    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_space[Length..]);
        Length += bytes.Length;
    }

    public void Add(byte one) => _space[Length++] = one;

    public void AddNumber(long number)
    {
        Utf8Formatter.TryFormat(number, _space[Length..], out var written);
        Length += written;
    }

    /// <summary>A chunk's size line, for bytes whose end the sender marks by closing.</summary>
    public void AddChunkSize(int size)
    {
        Utf8Formatter.TryFormat(size, _space[Length..], out var written, new System.Buffers.StandardFormat('x'));
        Length += written;
        Add("\r\n"u8);
    }
}
