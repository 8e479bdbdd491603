using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Pergola.Machine.Network;

namespace Pergola.Proxy.Upstream;

/// <summary>
/// Opens connections to targets inside their VPC, and can close all of a VPC: an open socket would keep the VPC's
/// namespace alive.
/// </summary>
internal sealed class TargetConnector(IVpcSockets sockets, DataplanePlacement placement, TimeProvider time)
{
    private const int IpLevel = 0;
    private const int IpFreebind = 15;
    private const int IpBindAddressNoPort = 24;

    private readonly ConcurrentDictionary<Socket, string> _open = new();

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5359",
        Justification = "AWS never validates the certificates of targets; expired ones are fine.")]
    private static readonly RemoteCertificateValidationCallback AnyCertificate =
        static (_, _, _, _) => true;

    /// <summary>A handler with a pool of its own, which passes on exactly what it is given.</summary>
    public SocketsHttpHandler CreateHandler(string vpcId) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = ProxyLimits.UpstreamIdleTimeout,
        PooledConnectionLifetime = ProxyLimits.ConnectionLifetime,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        SslOptions = { RemoteCertificateValidationCallback = AnyCertificate },
        ConnectCallback = (context, cancel) => ConnectAsync(vpcId, ParseEndPoint(context.DnsEndPoint), cancel),
    };

    /// <summary>How many connections to targets of a VPC are open.</summary>
    public int Open(string vpcId) => _open.Count(pair => pair.Value == vpcId);

    /// <summary>Closes every connection to targets in any other VPC, also those that carry a request.</summary>
    public void CloseAllBut(IReadOnlySet<string> vpcIds)
    {
        foreach (var (socket, _) in _open.Where(pair => !vpcIds.Contains(pair.Value)))
        {
            socket.Dispose();
        }
    }

    /// <summary>
    /// A socket inside a VPC from which targets can be reached. The caller connects it and closes it.
    /// </summary>
    /// <param name="source">What the target sees; null: Lattice's own address.</param>
    /// <exception cref="SocketException">The VPC is not there.</exception>
    public Socket OpenSocket(string vpcId, AddressFamily family, IPAddress? source = null)
    {
        var socket = sockets.Open(vpcId, family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            BindSource(socket, family, source);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Targets are addresses, never names: a name would be resolved in the host's network, not in the VPC's.
    private static IPEndPoint ParseEndPoint(DnsEndPoint target) => new(IPAddress.Parse(target.Host), target.Port);

    private async ValueTask<Stream> ConnectAsync(string vpcId, IPEndPoint target, CancellationToken cancel)
    {
        var socket = OpenSocket(vpcId, target.AddressFamily);
        _open[socket] = vpcId;
        try
        {
            using var limit = new CancellationTokenSource(ProxyLimits.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            try
            {
                await socket.ConnectAsync(target, either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new SocketException((int)SocketError.TimedOut);
            }

            return new UpstreamStream(socket, _open);
        }
        catch
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
            throw;
        }
    }

    private void BindSource(Socket socket, AddressFamily family, IPAddress? asked)
    {
        if (placement.Source is not { } own || (asked ?? own) is not { } source || family != source.AddressFamily)
        {
            return;
        }

        // Without NO_PORT each bound socket takes a port of the source address at once, whatever its destination, so
        // that some 28,000 connections to all targets together would be the limit.
        Span<byte> on = [1, 0, 0, 0];
        socket.SetRawSocketOption(IpLevel, IpFreebind, on);
        socket.SetRawSocketOption(IpLevel, IpBindAddressNoPort, on);
        socket.Bind(new IPEndPoint(source, 0));
    }

    private sealed class UpstreamStream(Socket socket, ConcurrentDictionary<Socket, string> open)
        : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            open.TryRemove(Socket, out _);
            base.Dispose(disposing);
        }
    }
}
