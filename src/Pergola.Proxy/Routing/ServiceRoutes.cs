using System.Diagnostics;
using System.Text;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A service: its listeners by port.</summary>
internal sealed class ServiceRoutes
{
    private readonly Dictionary<string, GroupRoute> _groups = new(StringComparer.Ordinal);

    public ServiceRoutes(
        ServiceEntry entry, DataplaneIdentities identities, IReadOnlyDictionary<string, GroupRoute> groups)
    {
        Entry = entry;
        ServiceArn = entry.ServiceArn;
        IdleTimeout = entry.IdleTimeout;
        ServicePart = Encoding.UTF8.GetBytes($"{LatticeHeaders.Target}: ServiceArn={entry.ServiceArn}");
        LogPart = Encoding.UTF8.GetBytes($",\"serviceArn\":\"{entry.ServiceArn}\"");
        Guard = new AccessGuard(entry.Access, entry.ServiceArn);
        Listeners = new ListenerTable(entry.Listeners, identities, Compile);

        RouteAction Compile(RuleActionEntry action) => action switch
        {
            RuleActionEntry.FixedResponse response => new RouteAction.FixedResponse(response.StatusCode),
            RuleActionEntry.Forward forward => new RouteAction.Forward(
                new WeightedDraw(forward.Groups.Select(share => (Group(share.TargetGroupId), share.Weight)))),
            _ => throw new UnreachableException(),
        };

        GroupRoute Group(string id)
        {
            if (!_groups.TryGetValue(id, out var group))
            {
                _groups[id] = group = groups.GetValueOrDefault(id) ?? Unreachable(id, identities);
            }

            return group;
        }
    }

    /// <summary>What it was made of.</summary>
    public ServiceEntry Entry { get; }

    public string ServiceArn { get; }

    public TimeSpan IdleTimeout { get; }

    /// <summary>Where its own log goes.</summary>
    public int Log { get; init; }

    /// <summary>Its part of an access log's line.</summary>
    public byte[] LogPart { get; }

    /// <summary>The first part of the line about the way to the target.</summary>
    public byte[] ServicePart { get; }

    public ListenerTable Listeners { get; }

    /// <summary>Who may call it through this network.</summary>
    public AccessGuard Guard { get; }

    /// <summary>Whether the groups that it forwards to are these still.</summary>
    public bool HasGroupsOf(Dictionary<string, GroupRoute> groups)
    {
        foreach (var (id, group) in _groups)
        {
            if (groups.GetValueOrDefault(id) != group)
            {
                return false;
            }
        }

        return true;
    }

    // A group that this node cannot reach keeps its share of the requests, which it cannot answer.
    private static GroupRoute Unreachable(string id, DataplaneIdentities identities)
    {
        var entry = new TargetGroupEntry(
            id, id, "", TargetProtocol.Http, TargetProtocolVersion.Http1, HealthCheck: null, InUse: false, []);
        return new GroupRoute(entry, identities.Group(entry));
    }
}
