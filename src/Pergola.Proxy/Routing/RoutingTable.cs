using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A <see cref="DataplaneTable"/>, arranged for lookup. A request reads one, once.</summary>
internal sealed class RoutingTable
{
    private readonly FrozenDictionary<string, VpcRoutes> _vpcs;

    private RoutingTable(FrozenDictionary<string, VpcRoutes> vpcs) => _vpcs = vpcs;

    public static RoutingTable Empty { get; } = new(FrozenDictionary<string, VpcRoutes>.Empty);

    /// <summary>Arranges a table; identities that survive tables come from <paramref name="identities"/>.</summary>
    public static RoutingTable Compile(DataplaneTable table, DataplaneIdentities identities)
    {
        var groups = table.TargetGroups.ToDictionary(
            group => group.TargetGroupId,
            group => new GroupRoute(group, identities.Group(group)),
            StringComparer.Ordinal);
        GroupRoute Group(string id) => groups.TryGetValue(id, out var group) ? group : Unreachable(id, identities);
        var services = table.Services.ToDictionary(
            service => service.ServiceId,
            service => new ServiceRoutes(service, identities, action => Compile(action, Group)),
            StringComparer.Ordinal);
        var vpcs = table.Vpcs.ToFrozenDictionary(
            vpc => vpc.VpcId,
            vpc => new VpcRoutes(vpc, new HostTable(vpc.Hosts, services)),
            StringComparer.Ordinal);
        return new RoutingTable(vpcs);
    }

    /// <summary>What can be reached from a VPC; null when the VPC is not in the table.</summary>
    public VpcRoutes? Find(string vpcId) => _vpcs.GetValueOrDefault(vpcId);

    /// <summary>A group that this node cannot reach keeps its share of the requests, which it cannot answer.</summary>
    private static GroupRoute Unreachable(string id, DataplaneIdentities identities)
    {
        var entry = new TargetGroupEntry(
            id, id, "", TargetProtocol.Http, TargetProtocolVersion.Http1, HealthCheck: null, InUse: false, []);
        return new GroupRoute(entry, identities.Group(entry));
    }

    private static RouteAction Compile(RuleActionEntry action, Func<string, GroupRoute> group) => action switch
    {
        RuleActionEntry.FixedResponse response => new RouteAction.FixedResponse(response.StatusCode),
        RuleActionEntry.Forward forward => new RouteAction.Forward(
            new WeightedDraw(forward.Groups.Select(share => (group(share.TargetGroupId), share.Weight)))),
        _ => throw new UnreachableException(),
    };
}

/// <summary>What can be reached from one VPC.</summary>
internal sealed class VpcRoutes(VpcEntry entry, HostTable hosts)
{
    public string VpcArn { get; } = entry.VpcArn;

    public string ServiceNetworkArn { get; } = entry.ServiceNetworkArn ?? "";

    public HostTable Hosts { get; } = hosts;

    /// <summary>The line about the client's VPC, for targets.</summary>
    public byte[] NetworkLine { get; } =
        Encoding.UTF8.GetBytes($"{LatticeHeaders.Network}: SourceVpcArn={entry.VpcArn}\r\n");

    /// <summary>The second part of the line about the way to the target.</summary>
    public byte[] ServiceNetworkPart { get; } =
        Encoding.UTF8.GetBytes($"; ServiceNetworkArn={entry.ServiceNetworkArn}");
}

/// <summary>A service: its listeners by port.</summary>
internal sealed class ServiceRoutes(
    ServiceEntry entry, DataplaneIdentities identities, Func<RuleActionEntry, RouteAction> compile)
{
    public string ServiceArn { get; } = entry.ServiceArn;

    public TimeSpan IdleTimeout { get; } = entry.IdleTimeout;

    /// <summary>The first part of the line about the way to the target.</summary>
    public byte[] ServicePart { get; } =
        Encoding.UTF8.GetBytes($"{LatticeHeaders.Target}: ServiceArn={entry.ServiceArn}");

    public ListenerTable Listeners { get; } = new(entry.Listeners, identities, compile);
}
