using System.Collections.Concurrent;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Health;

/// <summary>The set of targets that are checked, made equal to a table's.</summary>
internal sealed class HealthChecks(
    TargetConnector connector, TimeProvider time, Action<TargetCheck, TargetHealth> @checked)
    : IAsyncDisposable
{
    // Written by ApplyAsync alone, one call at a time; read by anyone.
    private readonly ConcurrentDictionary<TargetKey, TargetCheck> _checks = new();

    /// <summary>Starts, changes and ends checks; when this returns, those that ended hold no socket.</summary>
    public async ValueTask ApplyAsync(DataplaneTable table)
    {
        var vpcs = table.Vpcs.Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
        var wanted = new HashSet<TargetKey>();
        foreach (var group in table.TargetGroups)
        {
            if (!AreWanted(group) || !vpcs.Contains(group.VpcId))
            {
                continue;
            }

            foreach (var target in group.Targets)
            {
                var key = new TargetKey(group.TargetGroupId, target.Address, target.Port);
                wanted.Add(key);
                await ApplyAsync(group, group.HealthCheck!, key, target.Use);
            }
        }

        foreach (var key in _checks.Keys.Where(key => !wanted.Contains(key)))
        {
            await RemoveAsync(key);
        }
    }

    /// <summary>Whether a group's targets are to be checked.</summary>
    public static bool AreWanted(TargetGroupEntry group) => group is { InUse: true, HealthCheck: not null };

    /// <summary>The health of a target; null when it is not checked.</summary>
    public TargetHealth? Health(TargetKey key) => _checks.TryGetValue(key, out var check) ? check.Health : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var key in _checks.Keys)
        {
            await RemoveAsync(key);
        }
    }

    private async ValueTask ApplyAsync(TargetGroupEntry group, HealthCheckEntry check, TargetKey key, TargetUse use)
    {
        var known = _checks.GetValueOrDefault(key);
        if (use == TargetUse.Draining)
        {
            // A draining target is no longer checked; the last that is known of it stands until it is gone.
            if (known is not null)
            {
                await known.StopAsync();
            }

            return;
        }

        if (known is { Runs: true })
        {
            known.Use(check);
            return;
        }

        // New, or registered again while it was draining: it begins anew.
        await RemoveAsync(key);
        _checks[key] = new TargetCheck(key, check, new HealthProbe(group.VpcId, connector, time), time, @checked);
    }

    private async ValueTask RemoveAsync(TargetKey key)
    {
        if (_checks.TryRemove(key, out var check))
        {
            await check.DisposeAsync();
        }
    }
}
