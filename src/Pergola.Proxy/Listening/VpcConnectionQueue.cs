using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Pergola.Proxy.Listening;

/// <summary>
/// The address that the server "binds": a queue that any number of sockets fill, in any number of VPCs.
/// </summary>
internal sealed class VpcEndPoint : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => "vpc:http";
}

/// <summary>Hands accepted connections of all VPCs to the server.</summary>
internal sealed class VpcConnectionQueue : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateBounded<ConnectionContext>(ProxyLimits.AcceptedMax);

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = new VpcEndPoint();

    public ValueTask AddAsync(ConnectionContext connection, CancellationToken cancel) =>
        _accepted.Writer.WriteAsync(connection, cancel);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(this);

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        while (_accepted.Reader.TryRead(out var connection))
        {
            await connection.DisposeAsync();
        }
    }
}
