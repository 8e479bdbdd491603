using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Pergola.Proxy.Listening;

/// <summary>The connections of one listener that the general server serves.</summary>
internal sealed class AcceptedConnections(
    string vpcId, int port, VpcConnectionQueue queue, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), logger);
    private readonly HashSet<VpcConnection> _connections = [];
    private bool _isClosed;

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

    /// <summary>Lets the server serve a connection.</summary>
    /// <param name="socket">Belongs to the server from now on.</param>
    /// <param name="received">What the client has sent already.</param>
    /// <param name="what">What the server cannot see for itself.</param>
    /// <param name="cancel">Ends the waiting for a place in the server's queue.</param>
    public async ValueTask AddAsync(
        Socket socket, ReadOnlyMemory<byte> received, Handover what, CancellationToken cancel)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true;
        }

        var context = _contexts.Create(socket);
        if (what.Peer is { } peer)
        {
            context.RemoteEndPoint = new IPEndPoint(peer, 0);
        }

        var connection = new VpcConnection(vpcId, port, what.ServiceArn, socket, context, time);
        context.Features.Set(connection);
        if (!received.IsEmpty)
        {
            context.Transport = new ReplayedTransport(context.Transport, received);
        }

        bool isLate;
        lock (_connections)
        {
            isLate = _isClosed;
            _connections.Add(connection);
        }

        context.ConnectionClosed.UnsafeRegister(
            static state =>
            {
                var (connections, connection) = ((AcceptedConnections, VpcConnection))state!;
                connections.Forget(connection);
            },
            (this, connection));
        if (isLate)
        {
            connection.Close();
            return;
        }

        await queue.AddAsync(context, what.IsHttp2, cancel);
    }

    /// <summary>Lets all finish what they are doing, then closes them.</summary>
    public void Drain()
    {
        foreach (var connection in Connections(isLast: false))
        {
            connection.Drain();
        }
    }

    /// <summary>Closes all at once, and those that come late.</summary>
    public void Dispose()
    {
        foreach (var connection in Connections(isLast: true))
        {
            connection.Close();
        }

        _contexts.Dispose();
    }

    private VpcConnection[] Connections(bool isLast)
    {
        lock (_connections)
        {
            _isClosed |= isLast;
            return [.. _connections];
        }
    }

    private void Forget(VpcConnection connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }
}
