namespace Pergola.Proxy.Engine;

/// <summary>
/// A connection with bytes that wait on either side of it. Both are bounded: nothing is received while what was
/// received before waits to be sent.
/// </summary>
internal abstract class ByteConnection(EventLoop loop) : LoopSocket(loop)
{
    // Whoever waits for the rest of a head or of a chunk's line gets it in pieces of this size.
    private const int PieceBytes = 4096;

    private WaitingBytes _input;
    private WaitingBytes _output;
    private bool _inputIsWorthALook;

    /// <summary>Nothing waits to be sent.</summary>
    public bool IsFlushed => _output.IsEmpty;

    /// <summary>Bytes were received that nobody took yet.</summary>
    public bool HasInput => !_input.IsEmpty;

    /// <summary>Whether <see cref="Fetch"/> may have something, or has to look.</summary>
    public bool CanFetch => CanReceive || _inputIsWorthALook;

    /// <summary>
    /// Everything that was received and not taken: the number of bytes, 0 at the end, -1 when there is nothing new, -2
    /// when the connection is broken. Follow it by <see cref="Take"/>.
    /// </summary>
    public int Fetch(out Span<byte> bytes)
    {
        if (_inputIsWorthALook)
        {
            bytes = _input.Span;
            return bytes.Length;
        }

        bytes = default;
        if (!CanReceive)
        {
            return Nothing;
        }

        if (_input.IsEmpty)
        {
            var count = Receive(Loop.Buffers.Scratch);
            bytes = count > 0 ? Loop.Buffers.Scratch.AsSpan(0, count) : default;
            return count;
        }

        var more = Receive(_input.Reserve(Loop.Buffers, PieceBytes));
        if (more > 0)
        {
            _input.Grow(more);
            bytes = _input.Span;
            return bytes.Length;
        }

        return more;
    }

    /// <summary>So many of the fetched bytes are done with; the others wait.</summary>
    /// <param name="bytes">What <see cref="Fetch"/> gave.</param>
    /// <param name="taken">How many, from the front.</param>
    /// <param name="isWorthALook">Whether the others may mean something without more.</param>
    public void Take(ReadOnlySpan<byte> bytes, int taken, bool isWorthALook)
    {
        if (_input.IsEmpty)
        {
            _input.Add(Loop.Buffers, bytes[taken..]);
        }
        else
        {
            _input.Remove(Loop.Buffers, taken);
        }

        _inputIsWorthALook = isWorthALook && !_input.IsEmpty;
    }

    /// <summary>Sends the bytes, or lets them wait; false when the connection is broken.</summary>
    public bool Push(ReadOnlySpan<byte> bytes)
    {
        if (_output.IsEmpty && CanSend)
        {
            var sent = Send(bytes);
            if (sent == Broken)
            {
                return false;
            }

            bytes = bytes[sent..];
        }

        _output.Add(Loop.Buffers, bytes);
        return true;
    }

    /// <summary>Sends what waits as far as possible; false when the connection is broken.</summary>
    public bool Flush()
    {
        while (!_output.IsEmpty && CanSend)
        {
            var sent = Send(_output.Span);
            if (sent == Broken)
            {
                return false;
            }

            _output.Remove(Loop.Buffers, sent);
        }

        return true;
    }

    /// <summary>Bytes that somebody received before, and left for this one.</summary>
    protected void PutBack(ReadOnlySpan<byte> bytes)
    {
        _input.Add(Loop.Buffers, bytes);
        _inputIsWorthALook = !_input.IsEmpty;
    }

    /// <summary>What was received and not taken, in memory of its own.</summary>
    protected byte[] CopyInput() => _input.Span.ToArray();

    /// <summary>Gives the memory back.</summary>
    protected void ClearBytes()
    {
        _input.Clear(Loop.Buffers);
        _output.Clear(Loop.Buffers);
        _inputIsWorthALook = false;
    }
}
