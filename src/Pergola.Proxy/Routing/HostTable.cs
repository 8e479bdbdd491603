using System.Collections.Frozen;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>Host names of one VPC to services.</summary>
internal sealed class HostTable
{
    private readonly FrozenDictionary<string, ServiceRoutes>.AlternateLookup<ReadOnlySpan<char>> _services;

    public HostTable(IEnumerable<HostEntry> hosts, Dictionary<string, ServiceRoutes> services)
    {
        _services = hosts
            .Where(host => services.ContainsKey(host.ServiceId))
            .ToFrozenDictionary(host => host.Host, host => services[host.ServiceId], StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// The service that a Host header names, whatever its case, port or final dot; null when there is none.
    /// </summary>
    public ServiceRoutes? Find(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        if (colon >= 0)
        {
            host = host[..colon];
        }

        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }

        return _services.TryGetValue(host, out var service) ? service : null;
    }
}
