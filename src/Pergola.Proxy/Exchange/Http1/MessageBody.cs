namespace Pergola.Proxy.Exchange.Http1;

/// <summary>
/// Where a body is and where it ends. A value that changes as bytes pass; nothing passes that was not understood, and
/// chunks come out without their extensions.
/// </summary>
internal struct MessageBody
{
    private Stage _stage;
    private long _left;

    private enum Stage : byte
    {
        Ended,
        Length,
        UntilClose,
        ChunkSize,
        ChunkBytes,
        ChunkEnd,
        Trailers,
    }

    public static MessageBody None => default;

    public static MessageBody Chunked => new() { _stage = Stage.ChunkSize };

    public static MessageBody UntilClose => new() { _stage = Stage.UntilClose };

    public static MessageBody OfLength(long length) =>
        new() { _stage = length == 0 ? Stage.Ended : Stage.Length, _left = length };

    public readonly bool HasEnded => _stage == Stage.Ended;

    /// <summary>Whether the end of the connection is the end of the body.</summary>
    public readonly bool EndsWithConnection => _stage == Stage.UntilClose;

    public readonly bool IsChunked => _stage >= Stage.ChunkSize;

    /// <summary>
    /// Takes as much as belongs to the body and is whole. What may be passed on is moved together at the front.
    /// </summary>
    /// <param name="bytes">What arrived, with what was left last time before it.</param>
    /// <param name="keepsChunks">Whether the framing of chunks is passed on; false leaves their contents.</param>
    /// <param name="kept">How many bytes, from the front, may be passed on.</param>
    /// <param name="taken">How many bytes were taken; the rest is to be shown again, or follows.</param>
    /// <returns>False when the body is malformed.</returns>
    public bool Take(Span<byte> bytes, bool keepsChunks, out int kept, out int taken)
    {
        switch (_stage)
        {
            case Stage.Ended:
                kept = 0;
                taken = 0;
                return true;
            case Stage.UntilClose:
                kept = bytes.Length;
                taken = bytes.Length;
                return true;
            case Stage.Length:
                kept = (int)Math.Min(_left, bytes.Length);
                taken = kept;
                _left -= kept;
                _stage = _left == 0 ? Stage.Ended : Stage.Length;
                return true;
            default:
                var chunks = new ChunkWalk(bytes, keepsChunks);
                var sound = true;
                while (sound && _stage != Stage.Ended && Step(ref chunks, out sound))
                {
                }

                kept = chunks.Kept;
                taken = chunks.Taken;
                return sound;
        }
    }

    // One step through the chunks; false when more bytes are needed.
    private bool Step(ref ChunkWalk chunks, out bool sound)
    {
        LineOutcome outcome;
        switch (_stage)
        {
            case Stage.ChunkSize:
                outcome = chunks.Size(out _left);
                if (outcome == LineOutcome.Field)
                {
                    _stage = _left == 0 ? Stage.Trailers : Stage.ChunkBytes;
                }

                break;
            case Stage.ChunkBytes:
                _left -= chunks.Bytes(_left);
                outcome = _left == 0 ? LineOutcome.Field : LineOutcome.Incomplete;
                _stage = _left == 0 ? Stage.ChunkEnd : Stage.ChunkBytes;
                break;
            case Stage.ChunkEnd:
                outcome = chunks.End();
                _stage = outcome == LineOutcome.Field ? Stage.ChunkSize : Stage.ChunkEnd;
                break;
            default:
                outcome = chunks.Trailers();
                _stage = outcome == LineOutcome.Field ? Stage.Ended : Stage.Trailers;
                break;
        }

        sound = outcome != LineOutcome.Malformed;
        return outcome == LineOutcome.Field;
    }
}
