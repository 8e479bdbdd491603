using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A <see cref="DataplaneTable"/>, arranged for lookup. A request reads one, once.</summary>
internal sealed class RoutingTable
{
    private readonly Dictionary<string, GroupRoute> _groups;
    private readonly Dictionary<string, ServiceRoutes> _services;
    private readonly Dictionary<string, VpcRoutes> _vpcs = new(StringComparer.Ordinal);
    private readonly AccessKeys _keys;

    private RoutingTable(DataplaneTable table, AccessKeys keys)
    {
        _groups = new(table.TargetGroups.Count, StringComparer.Ordinal);
        _services = new(table.Services.Count, StringComparer.Ordinal);
        _keys = keys;
    }

    public static RoutingTable Empty { get; } = new(DataplaneTable.Empty, new AccessKeys([], lastingSecret: null));

    /// <summary>
    /// Arranges a table. What is made of the very entries that the table before had is shared with it, so that a change
    /// costs what it touches.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="identities">What survives tables.</param>
    /// <param name="before">The table before.</param>
    /// <param name="lastingSecret">The secret of lasting access keys; null believes whoever gives one.</param>
    public static RoutingTable Compile(
        DataplaneTable table, DataplaneIdentities identities, RoutingTable before, string? lastingSecret = null)
    {
        var keys = before != Empty && before._keys.Sessions == (object)table.Sessions
            ? before._keys
            : new AccessKeys(table.Sessions, lastingSecret);
        var routes = new RoutingTable(table, keys);
        foreach (var group in table.TargetGroups)
        {
            routes._groups[group.TargetGroupId] =
                before._groups.GetValueOrDefault(group.TargetGroupId) is { } known && known.Entry == (object)group
                    ? known
                    : new GroupRoute(group, identities.Group(group));
        }

        foreach (var service in table.Services)
        {
            routes._services[service.ServiceId] =
                before._services.GetValueOrDefault(service.ServiceId) is { } known
                && known.Entry == (object)service && known.HasGroupsOf(routes._groups)
                    ? known
                    : new ServiceRoutes(service, identities, routes._groups)
                    {
                        Log = identities.Logs.NumberOf(service.Logs),
                    };
        }

        foreach (var vpc in table.Vpcs.SelectMany(ClientPlaces.Of))
        {
            var known = before._vpcs.GetValueOrDefault(vpc.VpcId)?.Hosts;
            var hosts = known?.Entries == (object)vpc.Hosts ? known : new HostTable(vpc.Hosts);
            routes._vpcs[vpc.VpcId] = new VpcRoutes(vpc, hosts, routes._services, keys)
            {
                Log = identities.Logs.NumberOf(vpc.Logs),
            };
        }

        return routes;
    }

    /// <summary>What can be reached from a VPC, or by an endpoint; null when it is not in the table.</summary>
    public VpcRoutes? Find(string placeId) => _vpcs.GetValueOrDefault(placeId);
}
