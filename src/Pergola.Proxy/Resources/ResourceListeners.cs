using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Resources;

/// <summary>One listener in every VPC from which resources can be reached, made equal to a table's.</summary>
internal sealed class ResourceListeners(
    IVpcSockets sockets,
    DataplanePlacement placement,
    TargetConnector connector,
    ResourceHosts hosts,
    TimeProvider time,
    ILogger logger)
{
    private const int IpLevel = 0;
    private const int IpFreebind = 15;
    private const int IpTransparent = 19;
    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    private readonly Dictionary<string, ResourceListener> _listeners = new(StringComparer.Ordinal);

    /// <summary>
    /// Opens what is missing and closes what is too much. What fails is told, and tried again next time.
    /// </summary>
    /// <returns>Why, by VPC id.</returns>
    public async ValueTask<Dictionary<string, string>> ApplyAsync(DataplaneTable table)
    {
        var wanted = table.Vpcs.Where(vpc => vpc.Resources.Count > 0).ToDictionary(vpc => vpc.VpcId);
        foreach (var (vpcId, listener) in _listeners.Where(pair => !wanted.ContainsKey(pair.Key)).ToList())
        {
            _listeners.Remove(vpcId);
            await listener.DisposeAsync();
        }

        var vpcIds = table.Vpcs.Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (vpcId, vpc) in wanted)
        {
            try
            {
                if (!_listeners.TryGetValue(vpcId, out var listener))
                {
                    listener = new ResourceListener(
                        vpcId, Listen(vpcId), placement, connector, hosts, time, logger);
                    _listeners[vpcId] = listener;
                }

                listener.Use(vpc.Resources, vpcIds);
            }
            catch (SocketException error)
            {
                failures[vpcId] = $"Connections to resources cannot be accepted: {error.Message}";
            }
        }

        return failures;
    }

    /// <summary>Where a VPC's listener is bound; null when it is not there.</summary>
    public IPEndPoint? LocalEndPoint(string vpcId) => _listeners.GetValueOrDefault(vpcId)?.LocalEndPoint;

    private Socket Listen(string vpcId)
    {
        var socket = sockets.Open(vpcId, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (placement.Diverts)
            {
                // A diverted connection is given only to a transparent socket; a service's listener may hold the same
                // port at all other addresses.
                Span<byte> on = [1, 0, 0, 0];
                socket.SetRawSocketOption(IpLevel, IpTransparent, on);
                socket.SetRawSocketOption(IpLevel, IpFreebind, on);
                socket.SetRawSocketOption(SocketLevel, ReusePort, on);
            }

            socket.Bind(placement.ResourceListener(vpcId));
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
