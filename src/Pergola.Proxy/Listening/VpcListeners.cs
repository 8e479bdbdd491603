using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Listening;

/// <summary>The set of listening sockets, made equal to a table's.</summary>
/// <param name="sockets">Makes them inside their VPCs.</param>
/// <param name="placement">Which addresses they are bound to.</param>
/// <param name="serve">Gets a VPC id, a port and a socket that listens, and serves those who come.</param>
/// <param name="logger">Where new listeners are told.</param>
internal sealed class VpcListeners(
    IVpcSockets sockets, DataplanePlacement placement, Func<string, int, Socket, IVpcListener> serve, ILogger logger)
{
    private const int IpLevel = 0;
    private const int IpFreebind = 15;
    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    private readonly Dictionary<(string VpcId, int Port), IVpcListener> _listeners = [];
    private readonly List<IVpcListener> _draining = [];

    /// <summary>
    /// Opens what is missing and closes what is too much. What fails is told, and tried again next time.
    /// </summary>
    /// <returns>Why, by VPC id.</returns>
    public async ValueTask<Dictionary<string, string>> ApplyAsync(DataplaneTable table)
    {
        var vpcs = table.Vpcs.Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
        var wanted = table.Vpcs
            .SelectMany(vpc => vpc.Ports
                .Where(port => port.Protocol == ListenerProtocol.Http)
                .Select(port => (vpc.VpcId, port.Port)))
            .ToHashSet();
        await RemoveAsync(wanted, vpcs);

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in wanted.Where(key => !_listeners.ContainsKey(key)))
        {
            try
            {
                _listeners[key] = serve(key.VpcId, key.Port, Listen(key.VpcId, key.Port));
                Log.ListenerStarted(logger, key.VpcId, key.Port);
            }
            catch (SocketException error)
            {
                failures[key.VpcId] = $"Port {key.Port} cannot be listened on: {error.Message}";
            }
        }

        return failures;
    }

    /// <summary>Where a listener is bound; null when it is not there.</summary>
    public IPEndPoint? LocalEndPoint(string vpcId, int port) =>
        _listeners.TryGetValue((vpcId, port), out var listener) ? listener.LocalEndPoint : null;

    private async ValueTask RemoveAsync(HashSet<(string VpcId, int Port)> wanted, HashSet<string> vpcs)
    {
        foreach (var (key, listener) in _listeners.Where(pair => !wanted.Contains(pair.Key)).ToList())
        {
            _listeners.Remove(key);
            await listener.DrainAsync();
            _draining.Add(listener);
        }

        foreach (var listener in _draining.Where(one => one.Open == 0 || !vpcs.Contains(one.VpcId)).ToList())
        {
            _draining.Remove(listener);
            await listener.DisposeAsync();
        }
    }

    private Socket Listen(string vpcId, int port)
    {
        var socket = sockets.Open(vpcId, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (placement is DataplanePlacement.Namespaces)
            {
                // The Lattice range becomes local in its own time; and other listeners of the node hold the same port
                // at other addresses of the VPC (credentials and metadata on 80).
                Span<byte> on = [1, 0, 0, 0];
                socket.SetRawSocketOption(IpLevel, IpFreebind, on);
                socket.SetRawSocketOption(SocketLevel, ReusePort, on);
            }

            socket.Bind(placement.Listener(vpcId, port));
            socket.Listen(ProxyLimits.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
