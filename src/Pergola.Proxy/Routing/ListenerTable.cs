using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Routing;

/// <summary>A service's listeners by port. AWS allows two a service, so a walk is the fastest lookup.</summary>
internal sealed class ListenerTable(
    IEnumerable<ListenerEntry> listeners, DataplaneIdentities identities, Func<RuleActionEntry, RouteAction> compile)
{
    private readonly ListenerRoutes[] _listeners =
    [
        .. listeners
            .Select(listener => new ListenerRoutes(
                listener.Port,
                listener.Protocol,
                identities.Listener(listener.ListenerId),
                new RuleTable(listener.Rules, listener.DefaultAction, compile))
            {
                LogPart = System.Text.Encoding.UTF8.GetBytes(
                    $",\"listenerId\":\"{listener.ListenerId}\",\"listenerType\":\""
                    + $"{listener.Protocol.ToString().ToUpperInvariant()}\""),
            }),
    ];

    /// <summary>The listener on a port; null when the service has none there that speaks so.</summary>
    public ListenerRoutes? Find(int port, ListenerProtocol protocol = ListenerProtocol.Http)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Port == port && listener.Protocol == protocol)
            {
                return listener;
            }
        }

        return null;
    }
}

/// <summary>A listener: its rules and its counters.</summary>
internal sealed record ListenerRoutes(
    int Port, ListenerProtocol Protocol, RequestCounters Counters, RuleTable Rules)
{
    /// <summary>Its part of an access log's line.</summary>
    public byte[] LogPart { get; init; } = [];
}
