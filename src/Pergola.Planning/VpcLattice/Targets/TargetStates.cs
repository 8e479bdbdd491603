using System.Collections.Immutable;
using System.Net;
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
    /// <summary>A pass over a realm's targets, without those of groups that were at rest and did not move.</summary>
    public static LoopStep Step(Scope scope, Realm realm, long revision, NodeReport? report, LoopGiven given)
    {
        var targets = realm.Of<Target>();
        if (targets.Count == 0)
        {
            return LoopStep.Quiet;
        }

        var pass = new Pass(scope, realm, revision, report, given.Now);
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var group in realm.Of<TargetGroup>().All)
        {
            var isUsed = TargetGroupUse.IsInNetwork(realm, group.TargetGroupId);
            var step = given.Memory.Targets.Of(
                group.TargetGroupId,
                [
                    group,
                    targets.StateUnder(group.TargetGroupId),
                    isUsed,
                    TargetGroupUse.IsChecked(group) ? report : null,
                    group.Type == TargetGroupType.Instance ? realm : null,
                ],
                () => StepGroup(group, targets.Under(group.TargetGroupId), isUsed, pass),
                keep: made => made.Changes.IsEmpty && made.NextDue is null);
            changes.AddRange(step.Changes);
            due = LoopStep.Earlier(due, step.NextDue);
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    private static LoopStep StepGroup(TargetGroup group, IEnumerable<Target> targets, bool isUsed, Pass pass)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var target in targets)
        {
            var since = target.SinceRevision == 0 ? pass.Revision : target.SinceRevision;
            var isNews = pass.Report is not null && pass.Report.Revision >= since;
            var address = TargetAddress.Of(pass.Realm, group, target);
            var seen = isNews && address is not null ? pass.Seen(group, address, target.Port) : null;
            var mayBeBusy = isUsed && address is not null;
            if (target.Status == TargetStatus.Draining && IsDrained(target, isNews, mayBeBusy, seen, pass.Now))
            {
                changes.Add(new Change.Remove(pass.Scope, ResourceKinds.For<Target>(), target.Id));
                continue;
            }

            due = target.Status == TargetStatus.Draining ? LoopStep.Earlier(due, target.DrainUntil) : due;
            var next = Next(group, target, isUsed, seen) with { SinceRevision = since };
            if (next != target)
            {
                changes.Add(new Change.Put(pass.Scope, next));
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

    /// <summary>What one pass sees.</summary>
    private sealed record Pass(Scope Scope, Realm Realm, long Revision, NodeReport? Report, DateTimeOffset Now)
    {
        // Not made before a group that moved asks.
        private readonly Lazy<ILookup<(string Group, IPAddress Address, int Port), TargetReport>> _reported = new(() =>
            (Report?.Targets ?? []).ToLookup(target => (target.TargetGroupId, target.Address, target.Port)));

        public TargetReport? Seen(TargetGroup group, IPAddress address, int port) =>
            _reported.Value[(group.TargetGroupId, address, port)].FirstOrDefault();
    }
}
