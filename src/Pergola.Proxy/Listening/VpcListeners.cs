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
/// <param name="servesTls">Whether that speaks more than HTTP.</param>
/// <param name="logger">Where new listeners are told.</param>
internal sealed class VpcListeners(
    IVpcSockets sockets,
    DataplanePlacement placement,
    Func<string, int, Socket, IVpcListener> serve,
    bool servesTls,
    ILogger logger)
{
    private const int IpLevel = 0;
    private const int IpFreebind = 15;
    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    private readonly Dictionary<Door, IVpcListener> _listeners = [];
    private readonly List<IVpcListener> _draining = [];

    /// <summary>
    /// Opens what is missing and closes what is too much. What fails is told, and tried again next time.
    /// </summary>
    /// <returns>Why, by VPC id.</returns>
    public async ValueTask<Dictionary<string, string>> ApplyAsync(DataplaneTable table)
    {
        var places = table.Vpcs
            .SelectMany(vpc => vpc.Endpoints.Select(endpoint => endpoint.EndpointId).Prepend(vpc.VpcId))
            .ToHashSet(StringComparer.Ordinal);
        var wanted = table.Vpcs.SelectMany(Doors).ToHashSet();
        await RemoveAsync(wanted, places);

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in wanted.Where(key => !_listeners.ContainsKey(key)))
        {
            try
            {
                _listeners[key] = serve(key.PlaceId, key.Port, Listen(key));
                Log.ListenerStarted(logger, key.PlaceId, key.Port);
            }
            catch (SocketException error)
            {
                failures[key.VpcId] = $"Port {key.Port} cannot be listened on: {error.Message}";
            }
        }

        return failures;
    }

    /// <summary>Where a VPC's or an endpoint's listener is bound; null when it is not there.</summary>
    public IPEndPoint? LocalEndPoint(string placeId, int port) => _listeners
        .FirstOrDefault(pair => pair.Key.PlaceId == placeId && pair.Key.Port == port).Value?.LocalEndPoint;

    private IEnumerable<Door> Doors(VpcEntry vpc) =>
    [
        .. vpc.Ports.Where(IsServed).Select(port => new Door(vpc.VpcId, vpc.VpcId, null, port.Port)),
        .. from endpoint in vpc.Endpoints
           from address in endpoint.Addresses
           from port in endpoint.Ports
           where IsServed(port)
           select new Door(endpoint.EndpointId, vpc.VpcId, address, port.Port),
    ];

    private bool IsServed(PortEntry port) => servesTls || port.Protocol == ListenerProtocol.Http;

    private async ValueTask RemoveAsync(HashSet<Door> wanted, HashSet<string> places)
    {
        foreach (var (key, listener) in _listeners.Where(pair => !wanted.Contains(pair.Key)).ToList())
        {
            _listeners.Remove(key);
            await listener.DrainAsync();
            _draining.Add(listener);
        }

        foreach (var listener in _draining.Where(one => one.Open == 0 || !places.Contains(one.VpcId)).ToList())
        {
            _draining.Remove(listener);
            await listener.DisposeAsync();
        }
    }

    private Socket Listen(Door door)
    {
        var socket = sockets.Open(door.VpcId, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
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

            socket.Bind(door.Address is { } address
                ? placement.EndpointListener(door.PlaceId, address, door.Port)
                : placement.Listener(door.VpcId, door.Port));
            socket.Listen(ProxyLimits.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One socket that is listened on.</summary>
    /// <param name="PlaceId">The VPC, or the endpoint.</param>
    /// <param name="Address">The endpoint's; null for all of Lattice's addresses.</param>
    private sealed record Door(string PlaceId, string VpcId, IPAddress? Address, int Port);
}
