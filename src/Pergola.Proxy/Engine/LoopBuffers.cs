namespace Pergola.Proxy.Engine;

/// <summary>
/// Memory of one event loop. Connections have none of their own: they work in <see cref="Scratch"/>, and rent only for
/// bytes that must wait.
/// </summary>
internal sealed class LoopBuffers
{
    /// <summary>
    /// Bytes received at once: what a socket's default receive buffer yields in one turn; more per call was not faster.
    /// </summary>
    public const int ScratchBytes = 64 * 1024;

    // A head, what Lattice adds to it (three ARNs of up to 2,048 characters and a request id), and a piece of body.
    private const int OutputBytes = ProxyLimits.HeadBytesMax + (16 * 1024) + ScratchBytes;

    // Most of what waits is a part of a head or a small request.
    private static readonly int[] Sizes =
        [2 * 1024, 16 * 1024, ScratchBytes, ProxyLimits.HeadBytesMax + ScratchBytes, OutputBytes];

    // What is kept for the next: small ones for as many clients as a loop may have waiting, large ones few.
    private static readonly int[] Kept = [1024, 128, 32, 4, 4];

    private readonly Stack<byte[]>[] _free = [.. Sizes.Select(_ => new Stack<byte[]>())];

    /// <summary>Where bytes are received. Its contents last until the loop receives again.</summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(ScratchBytes, pinned: true);

    /// <summary>Where heads are written, with the piece of body that follows them.</summary>
    public byte[] Output { get; } = GC.AllocateUninitializedArray<byte>(OutputBytes, pinned: true);

    /// <summary>Where lines of access logs are written.</summary>
    public byte[] Line { get; } = GC.AllocateUninitializedArray<byte>(Telemetry.AccessLine.BytesMax);

    /// <summary>At least so many bytes, with anything in them.</summary>
    public byte[] Rent(int length)
    {
        var size = 0;
        while (Sizes[size] < length)
        {
            size++;
        }

        return _free[size].TryPop(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(Sizes[size]);
    }

    public void Return(byte[] bytes)
    {
        var size = Array.IndexOf(Sizes, bytes.Length);
        if (_free[size].Count < Kept[size])
        {
            _free[size].Push(bytes);
        }
    }
}
