using System.Collections.Immutable;
using Pergola.Domain;

namespace Pergola.Planning;

/// <summary>All loops, in one pass.</summary>
public static class Loops
{
    /// <summary>
    /// Lets each service's loop look at the snapshot that the one before it made. Network first, since tasks wait for
    /// interfaces and associations for VPCs.
    /// </summary>
    public static LoopStep Step(Snapshot snapshot, NodeReport? report, LoopGiven given)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var loop in s_loops)
        {
            var step = loop(snapshot, report, given);
            changes.AddRange(step.Changes);
            due = LoopStep.Earlier(due, step.NextDue);
            if (!step.Changes.IsEmpty)
            {
                snapshot = snapshot.Preview(step.Changes);
            }
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    private static readonly ImmutableArray<Func<Snapshot, NodeReport?, LoopGiven, LoopStep>> s_loops =
    [
        Ec2.NetworkLoop.Step,
        VpcLattice.LatticeLoop.Step,
        Ecs.EcsLoop.Step,
    ];
}
