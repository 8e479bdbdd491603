using System.Collections.Immutable;
using Pergola.Core;

namespace Pergola.Domain;

/// <summary>
/// All resources of all scopes at one revision. Readers hold one and nothing moves under them; the ledger makes the
/// next one by applying changes.
/// </summary>
public sealed class Snapshot
{
    private readonly ImmutableDictionary<Scope, Realm> _realms;

    private Snapshot(long revision, ImmutableDictionary<Scope, Realm> realms, long nextOrdinal)
    {
        Revision = revision;
        _realms = realms;
        NextOrdinal = nextOrdinal;
    }

    /// <summary>The state before the first commit: revision 0, nothing kept.</summary>
    public static Snapshot Empty { get; } = new(0, ImmutableDictionary<Scope, Realm>.Empty, nextOrdinal: 1);

    /// <summary>The number of the commit that made this state.</summary>
    public long Revision { get; }

    /// <summary>The place in creation order that the next new resource gets; a place is never given twice.</summary>
    public long NextOrdinal { get; }

    /// <summary>Every scope in which something was ever kept.</summary>
    public IEnumerable<KeyValuePair<Scope, Realm>> Realms => _realms;

    /// <summary>What is kept for one scope.</summary>
    public Realm In(Scope scope) => _realms.GetValueOrDefault(scope, Realm.Empty);

    /// <summary>The state after one commit. Puts of new resources get the next ordinals, in order.</summary>
    public Snapshot Apply(IEnumerable<Change> changes)
    {
        var realms = _realms.ToBuilder();
        var ordinal = NextOrdinal;
        foreach (var change in changes)
        {
            var realm = realms.GetValueOrDefault(change.Scope, Realm.Empty);
            realms[change.Scope] = change switch
            {
                Change.Put put => realm.Put(put.Resource, put.Resource.Ordinal != 0 ? put.Resource.Ordinal : ordinal++),
                Change.Remove remove => realm.Remove(remove.Kind, remove.Id),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            if (change is Change.Put { Resource.Ordinal: var given } && given >= ordinal)
            {
                ordinal = given + 1;
            }
        }

        return new Snapshot(Revision + 1, realms.ToImmutable(), ordinal);
    }

    /// <summary>
    /// The state that these changes would make, still under this revision: for the next step of a decision that will be
    /// committed as one.
    /// </summary>
    public Snapshot Preview(IEnumerable<Change> changes)
    {
        var next = Apply(changes);
        return new Snapshot(Revision, next._realms, next.NextOrdinal);
    }

    /// <summary>The resource as it is kept now, with its ordinal; what the journal writes after a put.</summary>
    public Resource? Find(Scope scope, ResourceKind kind, string id) => In(scope).Find(kind, id);

    /// <summary>The state after a commit that removes everything.</summary>
    public Snapshot Clear() => new(Revision + 1, Empty._realms, NextOrdinal);

    /// <summary>
    /// The state that a journal describes: its changes in order, and the two counters beside them. Made in one go, as a
    /// journal may hold many thousands.
    /// </summary>
    public static Snapshot Restore(long revision, IEnumerable<Change> changes, long nextOrdinal)
    {
        var kept = new Dictionary<(Scope Scope, ResourceKind Kind), Dictionary<string, Resource>>();
        foreach (var change in changes)
        {
            switch (change)
            {
                case Change.Put put:
                    var placed = put.Resource.Ordinal != 0
                        ? put.Resource
                        : put.Resource with { Ordinal = nextOrdinal };
                    KindOf(put.Scope, ResourceKinds.For(put.Resource))[placed.Id] = placed;
                    nextOrdinal = Math.Max(nextOrdinal, placed.Ordinal + 1);
                    break;
                case Change.Remove remove:
                    KindOf(remove.Scope, remove.Kind).Remove(remove.Id);
                    break;
            }
        }

        return new Snapshot(
            revision,
            kept.AsParallel()
                .Select(kind => (kind.Key.Scope, Table: kind.Key.Kind.TableOf(kind.Value.Values)))
                .AsSequential()
                .GroupBy(table => table.Scope)
                .ToImmutableDictionary(
                    scope => scope.Key, scope => Realm.Of(scope.Select(table => table.Table))),
            nextOrdinal);

        Dictionary<string, Resource> KindOf(Scope scope, ResourceKind kind)
        {
            if (!kept.TryGetValue((scope, kind), out var resources))
            {
                kept[(scope, kind)] = resources = new Dictionary<string, Resource>(StringComparer.Ordinal);
            }

            return resources;
        }
    }
}
