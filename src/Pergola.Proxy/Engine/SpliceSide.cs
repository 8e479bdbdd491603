using System.Net.Sockets;

namespace Pergola.Proxy.Engine;

/// <summary>One of the two connections of a <see cref="Splice"/>.</summary>
internal sealed class SpliceSide : ByteConnection, IEntered
{
    /// <summary>What <see cref="ByteConnection.Fetch"/> answers when there is nothing new.</summary>
    public const int NothingNow = Nothing;

    private readonly Entrance? _entrance;
    private readonly Socket? _socket;
    private Splice? _splice;

    private SpliceSide(EventLoop loop, Entrance? entrance, Socket? socket) : base(loop)
    {
        _entrance = entrance;
        _socket = socket;
    }

    /// <summary>Whether it can be sent to.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether everything that it will ever send was received.</summary>
    public bool HasEnded { get; set; }

    /// <inheritdoc/>
    public Entrance Entrance => _entrance!;

    /// <summary>A client's connection, and what was received of it that nobody has looked at.</summary>
    public static SpliceSide OfClient(LoopSocket client, Entrance entrance, ReadOnlySpan<byte> received)
    {
        var side = new SpliceSide(client.Loop, entrance, socket: null) { IsConnected = true };
        side.PutBack(received);
        side.TakeOver(client);
        return side;
    }

    /// <summary>A connection to a target that is being opened; its socket is closed with this.</summary>
    public static SpliceSide OfTarget(EventLoop loop, Socket socket)
    {
        var side = new SpliceSide(loop, entrance: null, socket);
        side.Open((int)socket.SafeHandle.DangerousGetHandle(), SocketEvents.Connection);
        return side;
    }

    /// <summary>One end of a pair; closed with this.</summary>
    public static SpliceSide OfPair(EventLoop loop, int descriptor)
    {
        var side = new SpliceSide(loop, entrance: null, socket: null) { IsConnected = true };
        side.Open(descriptor, SocketEvents.Connection);
        return side;
    }

    public void Belong(Splice splice) => _splice = splice;

    /// <summary>Sends an end after everything else.</summary>
    public void End() => EndSending();

    /// <inheritdoc/>
    public override void Continue()
    {
        if (!IsOpen)
        {
            return;
        }

        if (HasFailed || (!IsConnected && CanSend && !TryFinishConnecting()))
        {
            Abort();
            return;
        }

        _splice!.GoOn();
    }

    /// <summary>What carries anything cannot be told to end; it ends by itself.</summary>
    public void Drain()
    {
    }

    /// <inheritdoc/>
    public override void Abort() => _splice!.Abort();

    /// <inheritdoc/>
    public override void TimeIsUp(long now) => Abort();

    /// <summary>Closes this one alone.</summary>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        var descriptor = Descriptor;
        Tls?.SayEnd(CanSend);
        ClearBytes();
        Leave();
        _entrance?.Left();
        if (_socket is null)
        {
            Kernel.CloseDescriptor(descriptor);
        }
        else
        {
            _socket.Dispose();
        }
    }

    private bool TryFinishConnecting()
    {
        if (Kernel.TakeError(Descriptor) != 0)
        {
            return false;
        }

        IsConnected = true;
        _splice!.Connected();
        return true;
    }
}
