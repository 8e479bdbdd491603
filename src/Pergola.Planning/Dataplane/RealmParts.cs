using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Dataplane;

/// <summary>What was made of each realm, a value a key; only those whose causes changed are made anew.</summary>
/// <param name="changed">
/// Names the keys whose values the changes between two realms may concern; null when that is not known.
/// </param>
internal sealed class RealmParts<T>(Func<Realm, Realm, HashSet<string>?> changed)
{
    private readonly Dictionary<Scope, (Realm Seen, Dictionary<string, T> Values)> _made = [];

    /// <summary>The values of these keys of one realm.</summary>
    /// <param name="make">Reads nothing but the realm, or what makes <c>changed</c> name the key.</param>
    public IReadOnlyDictionary<string, T> Of(
        Scope scope, Realm realm, IReadOnlyCollection<string> keys, Func<string, T> make)
    {
        var isKnown = _made.TryGetValue(scope, out var before);
        var anew = isKnown ? changed(before.Seen, realm) : null;
        var values = new Dictionary<string, T>(keys.Count, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            values[key] = anew is not null && !anew.Contains(key) && before.Values.TryGetValue(key, out var known)
                ? known
                : make(key);
        }

        _made[scope] = (realm, values);
        return values;
    }
}

/// <summary>Collects the keys that the changes of some tables concern.</summary>
internal sealed class ChangedKeys(Realm before, Realm now)
{
    private HashSet<string>? _keys = new(StringComparer.Ordinal);

    /// <summary>All of them; null when they are not known.</summary>
    public HashSet<string>? Keys => _keys;

    /// <summary>Adds what the resources of one kind that changed concern, as they were and as they are.</summary>
    public ChangedKeys With<T>(Func<T, IEnumerable<string>> keys)
        where T : Resource
    {
        if (_keys is null || ReferenceEquals(before.Of<T>(), now.Of<T>()))
        {
            return this;
        }

        if (now.Of<T>().Since(before.Of<T>()) is not { } changes)
        {
            _keys = null;
            return this;
        }

        foreach (var change in changes)
        {
            _keys.UnionWith(change.Was is { } was ? keys(was) : []);
            _keys.UnionWith(change.Now is { } current ? keys(current) : []);
        }

        return this;
    }
}
