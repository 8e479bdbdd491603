using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A service's HTTP listeners by port. AWS allows two a service, so a walk is the fastest lookup.</summary>
internal sealed class ListenerTable(
    IEnumerable<ListenerEntry> listeners, DataplaneIdentities identities, Func<RuleActionEntry, RouteAction> compile)
{
    private readonly ListenerRoutes[] _listeners =
    [
        .. listeners
            .Where(listener => listener.Protocol == ListenerProtocol.Http)
            .Select(listener => new ListenerRoutes(
                listener.Port,
                identities.Listener(listener.ListenerId),
                new RuleTable(listener.Rules, listener.DefaultAction, compile))
            {
                LogPart = System.Text.Encoding.UTF8.GetBytes(
                    $",\"listenerId\":\"{listener.ListenerId}\",\"listenerType\":\""
                    + $"{listener.Protocol.ToString().ToUpperInvariant()}\""),
            }),
    ];

    /// <summary>The listener on a port; null when the service has none there.</summary>
    public ListenerRoutes? Find(int port)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Port == port)
            {
                return listener;
            }
        }

        return null;
    }
}

/// <summary>A listener: its rules and its counters.</summary>
internal sealed record ListenerRoutes(int Port, RequestCounters Counters, RuleTable Rules)
{
    /// <summary>Its part of an access log's line.</summary>
    public byte[] LogPart { get; init; } = [];
}
