using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Dns;

/// <summary>The resolvers of all VPCs, made equal to a table's.</summary>
internal sealed class ResolverSet(
    IVpcSockets sockets, DataplanePlacement placement, DnsForwarder forwarder, TimeProvider time, ILogger logger)
{
    // A port that the system chose for TCP may be somebody else's for UDP; that is rare, and rarer with every try.
    private const int ChosenPortTriesMax = 8;

    private readonly Dictionary<(string VpcId, IPAddress Address), DnsResponder> _responders = [];

    /// <summary>
    /// Opens what is missing and closes what is too much. What fails is told, and tried again next time.
    /// </summary>
    /// <returns>Why, by VPC id.</returns>
    public async ValueTask<Dictionary<string, string>> ApplyAsync(DataplaneTable table)
    {
        var wanted = table.Vpcs
            .SelectMany(vpc => vpc.ResolverAddresses.Select(address => (vpc.VpcId, address)))
            .ToHashSet();
        foreach (var (key, responder) in _responders.Where(pair => !wanted.Contains(pair.Key)).ToList())
        {
            _responders.Remove(key);
            await responder.DisposeAsync();
        }

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var vpc in table.Vpcs.Where(vpc => vpc.ResolverAddresses.Count > 0))
        {
            var view = new DnsView(vpc.Names, forwarder.CanForward);
            foreach (var address in vpc.ResolverAddresses)
            {
                if (_responders.TryGetValue((vpc.VpcId, address), out var responder))
                {
                    responder.Use(view);
                }
                else if (TryOpen(vpc.VpcId, address, view) is { } failure)
                {
                    failures[vpc.VpcId] = $"DNS cannot be answered at {address}: {failure}";
                }
            }
        }

        return failures;
    }

    /// <summary>Where a resolver is bound; null when it is not there.</summary>
    public IPEndPoint? LocalEndPoint(string vpcId, IPAddress address) =>
        _responders.TryGetValue((vpcId, address), out var responder) ? responder.LocalEndPoint : null;

    private string? TryOpen(string vpcId, IPAddress address, DnsView view)
    {
        var at = placement.Resolver(vpcId, address);
        for (var tries = at.Port == 0 ? ChosenPortTriesMax : 1; ; tries--)
        {
            Socket? udp = null;
            Socket? tcp = null;
            try
            {
                tcp = sockets.Open(vpcId, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                tcp.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                tcp.Bind(at);
                udp = sockets.Open(vpcId, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                udp.Bind(tcp.LocalEndPoint!);   // The same port, also where the system chose it.
                tcp.Listen(DnsLimits.ConnectionsMax);
                _responders[(vpcId, address)] = new DnsResponder(vpcId, udp, tcp, view, forwarder, time, logger);
                return null;
            }
            catch (SocketException error)
            {
                udp?.Dispose();
                tcp?.Dispose();
                if (tries <= 1)
                {
                    return error.Message;
                }
            }
        }
    }
}
