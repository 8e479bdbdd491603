using Pergola.Core;

namespace Pergola.Proxy.Engine;

/// <summary>
/// Random bytes fetched many at a time: a call into the system for each request id would cost more than reading the
/// request. Each byte is given out once. For one thread; reserves may share their source.
/// </summary>
internal sealed class EntropyReserve(IEntropy source) : IEntropy
{
    private readonly byte[] _bytes = new byte[4096];
    private int _left;

    /// <inheritdoc/>
    public void Fill(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_left == 0)
            {
                lock (source)
                {
                    source.Fill(_bytes);
                }

                _left = _bytes.Length;
            }

            var count = Math.Min(_left, buffer.Length);
            var taken = _bytes.AsSpan(_left - count, count);
            taken.CopyTo(buffer);
            taken.Clear();
            buffer = buffer[count..];
            _left -= count;
        }
    }
}
