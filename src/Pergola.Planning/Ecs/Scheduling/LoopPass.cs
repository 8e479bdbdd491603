using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>
/// The state of one pass: what the steps so far have made of the snapshot. Lives as long as the pass.
/// </summary>
internal sealed class LoopPass(Snapshot snapshot, NodeReport? report, LoopGiven given)
{
    private readonly List<Change> _changes = [];

    /// <summary>The snapshot with every change so far, under the revision it had.</summary>
    public Snapshot Current { get; private set; } = snapshot;

    /// <summary>What the node says.</summary>
    public NodeFacts Node { get; } = new(report);

    /// <summary>Time, entropy and pace.</summary>
    public LoopGiven Given { get; } = given;

    /// <summary>How many changes were made.</summary>
    public int Count => _changes.Count;

    /// <summary>When time alone will make another pass necessary.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>Applies changes.</summary>
    public void Apply(params IReadOnlyCollection<Change> changes)
    {
        if (changes.Count > 0)
        {
            _changes.AddRange(changes);
            Current = Current.Preview(changes);
        }
    }

    /// <summary>Asks for another pass at that time, if it is still to come.</summary>
    public void Due(DateTimeOffset? time)
    {
        if (time > Given.Now && (NextDue is null || time < NextDue))
        {
            NextDue = time;
        }
    }

    /// <summary>The pass as its result: of changes to the same resource only the last is left.</summary>
    public LoopStep Result()
    {
        var seen = new HashSet<(Scope, ResourceKind, string)>();
        var last = new List<Change>();
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            var change = _changes[i];
            var key = change switch
            {
                Change.Put put => (put.Scope, ResourceKinds.For(put.Resource), put.Resource.Id),
                Change.Remove remove => (remove.Scope, remove.Kind, remove.Id),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            if (seen.Add(key))
            {
                last.Add(change);
            }
        }

        last.Reverse();
        return new LoopStep([.. last], NextDue);
    }
}
