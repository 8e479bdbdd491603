using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Listening;

/// <summary>One listening socket inside a VPC, its accept loop, and the connections that it accepted.</summary>
internal sealed class VpcListener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly DataplanePlacement _placement;
    private readonly VpcConnectionQueue _queue;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<VpcConnection> _connections = [];
    private readonly Task _loop;

    public VpcListener(
        string vpcId, int port, Socket listening, DataplanePlacement placement, VpcConnectionQueue queue,
        TimeProvider time, ILogger logger)
    {
        VpcId = vpcId;
        Port = port;
        _socket = listening;
        _placement = placement;
        _queue = queue;
        _time = time;
        _logger = logger;
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), logger);
        LocalEndPoint = (IPEndPoint)listening.LocalEndPoint!;
        _loop = AcceptAsync();
    }

    public string VpcId { get; }

    public int Port { get; }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Connections that are open.</summary>
    public int Open
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Stops listening and lets the connections finish what they are doing.</summary>
    public async ValueTask DrainAsync()
    {
        await StopAsync();
        foreach (var connection in Connections())
        {
            connection.Drain();
        }
    }

    /// <summary>Stops listening and closes every connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var connection in Connections())
        {
            connection.Close();
        }

        _contexts.Dispose();
        _stop.Dispose();
    }

    private async ValueTask StopAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _loop;
    }

    private VpcConnection[] Connections()
    {
        lock (_connections)
        {
            return [.. _connections];
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(_stop.Token);
                await WelcomeAsync(socket);
            }
            catch (Exception error) when (_stop.IsCancellationRequested && error is not OutOfMemoryException)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionAborted)
            {
                // The client left before it was accepted.
            }
            catch (SocketException error)
            {
                // Out of descriptors or buffers: a pause lets others free some, and the backlog keeps the clients.
                Log.AcceptPaused(_logger, VpcId, Port, error.Message);
                await Task.Delay(ProxyLimits.AcceptPause, _time, CancellationToken.None);
            }
        }
    }

    private async ValueTask WelcomeAsync(Socket socket)
    {
        if (socket.LocalEndPoint is not IPEndPoint local || !_placement.Serves(local.Address))
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        var context = _contexts.Create(socket);
        var connection = new VpcConnection(VpcId, Port, socket, context, _time);
        context.Features.Set(connection);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        context.ConnectionClosed.UnsafeRegister(
            static state =>
            {
                var (listener, connection) = ((VpcListener, VpcConnection))state!;
                listener.Forget(connection);
            },
            (this, connection));
        await _queue.AddAsync(context, _stop.Token);
    }

    private void Forget(VpcConnection connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }
}
