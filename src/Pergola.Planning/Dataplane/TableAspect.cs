using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// One aspect of the resources of one kind, in all accounts and regions: a cause that stays the same while they change
/// in other respects only.
/// </summary>
/// <param name="aspect">A value that is equal as long as the aspect is the same.</param>
internal sealed class TableAspect<T>(Func<T, object> aspect)
    where T : Resource
{
    private readonly Dictionary<Scope, (Table<T> Seen, object State)> _states = [];

    /// <summary>One object a realm: the same one until the aspect of some resource in it changes.</summary>
    public IEnumerable<object> States(Snapshot snapshot)
    {
        foreach (var (scope, realm) in snapshot.Realms)
        {
            var table = realm.Of<T>();
            if (!_states.TryGetValue(scope, out var known))
            {
                known = (table, new object());
            }
            else if (known.Seen != table)
            {
                known = (table, IsSame(table.Since(known.Seen)) ? known.State : new object());
            }

            _states[scope] = known;
            yield return known.State;
        }
    }

    private bool IsSame(IReadOnlyList<Difference<T>>? changes) => changes is not null && changes.All(change =>
        change is { Was: { } was, Now: { } now } && Equals(aspect(was), aspect(now)));
}
