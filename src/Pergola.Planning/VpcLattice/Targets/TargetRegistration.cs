using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>Puts targets into groups and takes them out: for users, and for ECS with its own authority.</summary>
public static class TargetRegistration
{
    /// <summary>How long AWS lets a deregistered target finish (DeregisterTargets, API reference).</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Registers a target; one that is there already stays as it is, one that drains starts anew. A group that is being
    /// deleted takes none.
    /// </summary>
    /// <param name="ownerTaskArn">The ECS task that registers itself; null when a user asks.</param>
    public static ImmutableArray<Change> Register(
        Scope scope,
        Realm realm,
        TargetGroup group,
        string targetId,
        int port,
        string? ownerTaskArn,
        DateTimeOffset now)
    {
        if (group.Status == TargetGroupStatus.DeleteInProgress)
        {
            return [];
        }

        var existing = realm.Of<Target>().Find(Target.Key(group.TargetGroupId, targetId, port));
        if (existing is not null && existing.Status != TargetStatus.Draining)
        {
            var owner = ownerTaskArn ?? existing.OwnerTaskArn;
            return owner == existing.OwnerTaskArn
                ? []
                : [new Change.Put(scope, existing with { OwnerTaskArn = owner })];
        }

        return
        [
            new Change.Put(scope, new Target
            {
                TargetGroupId = group.TargetGroupId,
                TargetId = targetId,
                Port = port,
                Status = TargetStatus.Initial,
                OwnerTaskArn = ownerTaskArn,
                RegisteredAt = now,
            }),
        ];
    }

    /// <summary>Starts to drain a target; nothing happens when it is gone or drains already.</summary>
    public static ImmutableArray<Change> Deregister(
        Scope scope, Realm realm, string targetGroupId, string targetId, int port, DateTimeOffset now, Pace pace)
    {
        if (!realm.Of<Target>().TryGet(Target.Key(targetGroupId, targetId, port), out var target)
            || target.Status == TargetStatus.Draining)
        {
            return [];
        }

        return
        [
            new Change.Put(scope, target with
            {
                Status = TargetStatus.Draining,
                ReasonCode = null,
                SinceRevision = 0,
                DrainUntil = now + (pace.Draining ?? pace.Of(s_drain)),
            }),
        ];
    }
}
