using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Pergola.Proxy.Listening;

/// <summary>
/// The address that the server "binds": a queue that any number of sockets fill, in any number of VPCs.
/// </summary>
internal sealed class VpcEndPoint(string name) : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => name;
}

/// <summary>Hands accepted connections of all VPCs to the server: one queue for each version of HTTP.</summary>
internal sealed class VpcConnectionQueue : IConnectionListenerFactory, IAsyncDisposable
{
    private readonly Accepted _http1 = new(new VpcEndPoint("vpc:http"));
    private readonly Accepted _http2 = new(new VpcEndPoint("vpc:http2"));

    /// <summary>Where connections come out that speak HTTP/1.1.</summary>
    public EndPoint Http1 => _http1.EndPoint;

    /// <summary>Where connections come out that speak HTTP/2, with nothing said before.</summary>
    public EndPoint Http2 => _http2.EndPoint;

    public ValueTask AddAsync(ConnectionContext connection, bool isHttp2, CancellationToken cancel) =>
        (isHttp2 ? _http2 : _http1).AddAsync(connection, cancel);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(endpoint == Http2 ? _http2 : _http1);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _http1.DisposeAsync();
        await _http2.DisposeAsync();
    }

    private sealed class Accepted(EndPoint endPoint) : IConnectionListener
    {
        private readonly Channel<ConnectionContext> _accepted =
            Channel.CreateBounded<ConnectionContext>(ProxyLimits.AcceptedMax);

        /// <inheritdoc/>
        public EndPoint EndPoint { get; } = endPoint;

        public ValueTask AddAsync(ConnectionContext connection, CancellationToken cancel) =>
            _accepted.Writer.WriteAsync(connection, cancel);

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
}
