using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Engine;

/// <summary>A listening socket on a loop: accepts, and gives each connection to the loop whose turn it is.</summary>
internal sealed class LoopListener : LoopSocket
{
    // The other sockets of the loop get their turn after so many clients.
    private const int AcceptsPerTurn = 64;

    private readonly Socket _socket;
    private readonly IPEndPoint _bound;
    private readonly Entrance _entrance;
    private readonly DataplanePlacement _placement;
    private readonly Action<int, IPAddress> _welcome;
    private readonly ILogger _logger;

    /// <param name="loop">Accepts.</param>
    /// <param name="socket">Listens already; closed with this.</param>
    /// <param name="entrance">What is listened for.</param>
    /// <param name="placement">Which addresses are served.</param>
    /// <param name="welcome">Gets the descriptor of each connection, and the client's address.</param>
    /// <param name="logger">Where pauses are told.</param>
    public LoopListener(
        EventLoop loop, Socket socket, Entrance entrance, DataplanePlacement placement,
        Action<int, IPAddress> welcome, ILogger logger) : base(loop)
    {
        _socket = socket;
        _bound = (IPEndPoint)socket.LocalEndPoint!;
        _entrance = entrance;
        _placement = placement;
        _welcome = welcome;
        _logger = logger;
        var descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        Kernel.SetNonBlocking(descriptor);
        Open(descriptor, SocketEvents.Readable | SocketEvents.EdgeTriggered);
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        for (var i = 0; IsOpen && CanReceive && i < AcceptsPerTurn; i++)
        {
            AcceptOne();
        }

        if (IsOpen && CanReceive)
        {
            Loop.ContinueLater(this);
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (IsOpen)
        {
            Leave();
            _socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void TimeIsUp(long now)
    {
        CanReceive = true;
        Continue();
    }

    private void AcceptOne()
    {
        Span<byte> name = stackalloc byte[SocketName.BytesMax];
        var descriptor = Kernel.Accept(Descriptor, name);
        if (descriptor >= 0)
        {
            var peer = SocketName.ReadAddress(name);
            if (Kernel.TryGetLocalName(descriptor, name) && _placement.Serves(_bound, SocketName.ReadAddress(name)))
            {
                _welcome(descriptor, peer);
            }
            else
            {
                Kernel.CloseDescriptor(descriptor);
            }

            return;
        }

        var error = Kernel.LastError();
        if (error is Kernel.Interrupted or Kernel.ConnectionAborted)
        {
            return;
        }

        CanReceive = false;
        if (error != Kernel.WouldBlock)
        {
            // Out of descriptors or buffers: a pause lets others free some, and the backlog keeps the clients.
            Log.AcceptPaused(
                _logger, _entrance.VpcId, _entrance.Port, System.Runtime.InteropServices.Marshal
                    .GetPInvokeErrorMessage(error));
            Loop.Timers.Set(this, Loop.After(ProxyLimits.AcceptPause));
        }
    }
}
