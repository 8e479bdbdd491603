using System.Net.Sockets;

namespace Pergola.Proxy.Engine;

/// <summary>A connection to a target: it carries one client's request, or waits in its pool for the next.</summary>
internal sealed class TargetConnection : ByteConnection
{
    private readonly TargetPool _pool;
    private readonly Socket _socket;
    private readonly long _endOfLife;
    private ClientConnection? _user;
    private bool _isIdle;

    /// <summary>Takes the socket over and begins to connect it.</summary>
    public TargetConnection(EventLoop loop, TargetPool pool, Socket socket, ReadOnlySpan<byte> address) : base(loop)
    {
        _pool = pool;
        _socket = socket;
        _endOfLife = loop.After(ProxyLimits.ConnectionLifetime);
        var descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        Kernel.SetNonBlocking(descriptor);
        var error = Kernel.Connect(descriptor, address);
        if (error is not (0 or Kernel.InProgress))
        {
            throw new SocketException(error, "A connection to a target cannot be opened.");
        }

        Open(descriptor, SocketEvents.Connection);
    }

    /// <summary>Whether the target has accepted.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether it carried a request before: then the target may have closed it unnoticed.</summary>
    public bool IsReused { get; private set; }

    /// <summary>Whether an unused connection may carry a request.</summary>
    public bool IsReusable => IsOpen && !PeerEnded && Loop.Now < _endOfLife;

    public string VpcId => _pool.VpcId;

    /// <summary>Belongs to a client's request from now on.</summary>
    public void Begin(ClientConnection user)
    {
        _user = user;
        _isIdle = false;
        Loop.Timers.Set(this, long.MaxValue);
    }

    /// <summary>The request is over: keeps the connection for the next, or closes it.</summary>
    public void End(bool mayBeReused)
    {
        _user = null;
        if (!mayBeReused || HasInput || !IsFlushed || !IsReusable || !_pool.TryKeep(this))
        {
            Abort();
            return;
        }

        _isIdle = true;
        IsReused = true;
        Loop.Timers.Set(this, Loop.After(ProxyLimits.UpstreamIdleTimeout));
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        if (!IsOpen)
        {
            return;
        }

        if (!IsConnected && !TryFinishConnecting())
        {
            return;
        }

        if (_user is not null)
        {
            _user.Continue();
        }
        else if (CanReceive)
        {
            // It closed, or says something that nobody asked for.
            Abort();
        }
    }

    /// <summary>The VPC is gone: ends the connection and the exchange that it carries.</summary>
    public void Lose()
    {
        if (_user is { } user)
        {
            user.TargetLost();
        }
        else
        {
            Abort();
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (!IsOpen)
        {
            return;
        }

        if (_isIdle)
        {
            _isIdle = false;
            _pool.Forget(this);
        }

        _user = null;
        ClearBytes();
        Leave();
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public override void TimeIsUp(long now) => Abort();

    private bool TryFinishConnecting()
    {
        if (!CanSend)
        {
            return false;
        }

        if (Kernel.TakeError(Descriptor) != 0)
        {
            _user?.ConnectFailed();
            return false;
        }

        // Nothing can have arrived unasked; what the kernel told of the unconnected socket means nothing.
        IsConnected = true;
        _user?.Connected();
        return true;
    }
}
