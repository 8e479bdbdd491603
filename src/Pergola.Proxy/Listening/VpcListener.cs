using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Listening;

/// <summary>A listening socket whose connections the general server serves.</summary>
internal sealed class VpcListener : IVpcListener
{
    private readonly Socket _socket;
    private readonly DataplanePlacement _placement;
    private readonly AcceptedConnections _connections;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public VpcListener(
        string vpcId, int port, Socket listening, DataplanePlacement placement, VpcConnectionQueue queue,
        TimeProvider time, ILogger logger)
    {
        VpcId = vpcId;
        Port = port;
        _socket = listening;
        _placement = placement;
        _time = time;
        _logger = logger;
        _connections = new AcceptedConnections(vpcId, port, queue, time, logger);
        LocalEndPoint = (IPEndPoint)listening.LocalEndPoint!;
        _loop = AcceptAsync();
    }

    /// <inheritdoc/>
    public string VpcId { get; }

    public int Port { get; }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public int Open => _connections.Open;

    /// <inheritdoc/>
    public async ValueTask DrainAsync()
    {
        await StopAsync();
        _connections.Drain();
    }

    /// <summary>Stops listening and closes every connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _connections.Dispose();
        _stop.Dispose();
    }

    private async ValueTask StopAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _loop;
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
        if (socket.LocalEndPoint is not IPEndPoint local || !_placement.Serves(LocalEndPoint, local.Address))
        {
            socket.Dispose();
            return;
        }

        await _connections.AddAsync(socket, default, Handover.AsItCame, _stop.Token);
    }
}
