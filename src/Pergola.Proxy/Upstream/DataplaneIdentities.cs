using System.Collections.Concurrent;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Telemetry;

namespace Pergola.Proxy.Upstream;

/// <summary>Everything that survives when a table is swapped: pools, turns, counters, requests in flight.</summary>
internal sealed class DataplaneIdentities(TargetConnector connector, AccessLog logs, Action idle) : IDisposable
{
    private readonly ConcurrentDictionary<string, GroupState> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RequestCounters> _listeners = new(StringComparer.Ordinal);

    /// <summary>Where lines about requests go.</summary>
    public AccessLog Logs { get; } = logs;

    /// <summary>The group's identity. Called while a table is compiled, which happens one at a time.</summary>
    public GroupState Group(TargetGroupEntry entry)
    {
        if (_groups.TryGetValue(entry.TargetGroupId, out var state))
        {
            if (state.Fits(entry))
            {
                return state;
            }

            state.Dispose();
        }

        return _groups[entry.TargetGroupId] = new GroupState(entry, connector, idle);
    }

    /// <summary>The listener's counters.</summary>
    public RequestCounters Listener(string listenerId) => _listeners.GetOrAdd(listenerId, _ => new RequestCounters());

    /// <summary>The counters of a listener; null when no table had it.</summary>
    public RequestCounters? FindListener(string listenerId) => _listeners.GetValueOrDefault(listenerId);

    /// <summary>A group's identity; null when no table had it.</summary>
    public GroupState? FindGroup(string groupId) => _groups.GetValueOrDefault(groupId);

    /// <summary>Forgets what a table does not name; call it after the table is in force.</summary>
    public void Keep(DataplaneTable table)
    {
        var groups = table.TargetGroups.ToDictionary(group => group.TargetGroupId, StringComparer.Ordinal);
        foreach (var (id, state) in _groups)
        {
            if (groups.TryGetValue(id, out var entry))
            {
                state.Keep(entry);
            }
            else if (_groups.TryRemove(id, out _))
            {
                state.Dispose();
            }
        }

        var listeners = table.Services
            .SelectMany(service => service.Listeners)
            .Select(listener => listener.ListenerId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var id in _listeners.Keys.Where(id => !listeners.Contains(id)))
        {
            _listeners.TryRemove(id, out _);
        }
    }

    /// <summary>Requests that the target is answering now.</summary>
    public int InFlight(TargetKey key) =>
        _groups.TryGetValue(key.TargetGroupId, out var state) ? state.InFlight(key) : 0;

    /// <summary>All counts, by listener and by target group.</summary>
    public DataplaneCounts Read() => new(
        _listeners.ToDictionary(pair => pair.Key, pair => pair.Value.Read(), StringComparer.Ordinal),
        _groups.ToDictionary(pair => pair.Key, pair => pair.Value.Counters.Read(), StringComparer.Ordinal));

    public void Dispose()
    {
        foreach (var id in _groups.Keys)
        {
            if (_groups.TryRemove(id, out var state))
            {
                state.Dispose();
            }
        }
    }
}
