using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// The states of targets (VPC Lattice user guide, "Register targets"): UNUSED while no service in a network uses the
/// group, UNAVAILABLE without checks, else what the checks say; DRAINING until nothing is in flight or time is up.
/// </summary>
internal static class TargetStates
{
    public static LoopStep Step(Scope scope, Realm realm, long revision, NodeReport? report, DateTimeOffset now)
    {
        var targets = realm.Of<Target>();
        if (targets.Count == 0)
        {
            return LoopStep.Quiet;
        }

        var reported = (report?.Targets ?? []).ToLookup(target => (target.TargetGroupId, target.Address, target.Port));
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var group in realm.Of<TargetGroup>().All)
        {
            var isUsed = TargetGroupUse.IsInNetwork(realm, group.TargetGroupId);
            foreach (var target in targets.Under(group.TargetGroupId))
            {
                var since = target.SinceRevision == 0 ? revision : target.SinceRevision;
                var isNews = report is not null && report.Revision >= since;
                var address = TargetAddress.Of(realm, group, target);
                var seen = isNews && address is not null
                    ? reported[(group.TargetGroupId, address, target.Port)].FirstOrDefault()
                    : null;
                var mayBeBusy = isUsed && address is not null;
                if (target.Status == TargetStatus.Draining && IsDrained(target, isNews, mayBeBusy, seen, now))
                {
                    changes.Add(new Change.Remove(scope, ResourceKinds.For<Target>(), target.Id));
                    continue;
                }

                due = target.Status == TargetStatus.Draining ? LoopStep.Earlier(due, target.DrainUntil) : due;
                var next = Next(group, target, isUsed, seen) with { SinceRevision = since };
                if (next != target)
                {
                    changes.Add(new Change.Put(scope, next));
                }
            }
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    // Nobody sends requests to a group that is not in use, nor to what cannot be dialled; of others the node must say
    // that nothing is in flight.
    private static bool IsDrained(Target target, bool isNews, bool mayBeBusy, TargetReport? seen, DateTimeOffset now) =>
        target.DrainUntil <= now || (isNews && (mayBeBusy ? seen?.InFlight == 0 : seen is null or { InFlight: 0 }));

    private static Target Next(TargetGroup group, Target target, bool isUsed, TargetReport? seen)
    {
        if (target.Status == TargetStatus.Draining)
        {
            return target;
        }

        if (!isUsed)
        {
            return target with { Status = TargetStatus.Unused, ReasonCode = "TargetGroupNotInUse" };
        }

        if (!TargetGroupUse.IsChecked(group))
        {
            return target with { Status = TargetStatus.Unavailable, ReasonCode = "HealthCheckNotSupported" };
        }

        return seen?.Health switch
        {
            TargetHealth.Healthy => target with { Status = TargetStatus.Healthy, ReasonCode = null },
            TargetHealth.Unhealthy => target with
            {
                Status = TargetStatus.Unhealthy,
                ReasonCode = "HealthCheckFailed",
            },
            TargetHealth.Initial => target with { Status = TargetStatus.Initial, ReasonCode = null },
            _ when target.Status is TargetStatus.Healthy or TargetStatus.Unhealthy => target,
            _ => target with { Status = TargetStatus.Initial, ReasonCode = null },
        };
    }
}
