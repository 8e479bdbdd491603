using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pergola.Domain;

/// <summary>
/// All resources of one kind in one scope: by id, in creation order, by parent and by their other keys. Immutable.
/// </summary>
public sealed class Table<T> : ITable
    where T : Resource
{
    private readonly ImmutableDictionary<string, T> _byId;
    private readonly ImmutableSortedDictionary<long, T> _byOrdinal;
    private readonly Index<T> _byParent;
    private readonly Index<T> _byKey;
    private readonly Trail<T> _trail;

    private Table(
        ImmutableDictionary<string, T> byId,
        ImmutableSortedDictionary<long, T> byOrdinal,
        Index<T> byParent,
        Index<T> byKey,
        Trail<T> trail)
    {
        _trail = trail;
        _byId = byId;
        _byOrdinal = byOrdinal;
        _byParent = byParent;
        _byKey = byKey;
    }

    /// <summary>No resource.</summary>
    public static Table<T> Empty { get; } = new(
        ImmutableDictionary.Create<string, T>(StringComparer.Ordinal),
        ImmutableSortedDictionary<long, T>.Empty,
        Index<T>.Empty,
        Index<T>.Empty,
        new Trail<T>());

    /// <summary>A table of resources that have their ordinals, made in one go.</summary>
    internal static Table<T> Of(IEnumerable<T> resources)
    {
        var all = resources.ToList();
        return new Table<T>(
            all.ToImmutableDictionary(resource => resource.Id, StringComparer.Ordinal),
            all.ToImmutableSortedDictionary(resource => resource.Ordinal, resource => resource),
            Index<T>.Of(all.Where(r => r.Parent is not null).Select(resource => (resource.Parent!, resource))),
            Index<T>.Of(all.SelectMany(resource => resource.Keys.Select(key => (key, resource)))),
            new Trail<T>());
    }

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>All, in creation order.</summary>
    public IEnumerable<T> All => _byOrdinal.Values;

    /// <summary>The resource with that id.</summary>
    public bool TryGet(string? id, [NotNullWhen(true)] out T? resource)
    {
        resource = null;
        return id is not null && _byId.TryGetValue(id, out resource);
    }

    /// <summary>The resource with that id, or null.</summary>
    public T? Find(string? id) => id is not null && _byId.TryGetValue(id, out var resource) ? resource : null;

    /// <summary>The resource with an id that a reference of ours holds.</summary>
    /// <exception cref="KeyNotFoundException">A reference dangles: a bug.</exception>
    public T this[string id] =>
        Find(id) ?? throw new KeyNotFoundException($"There is no {typeof(T).Name} '{id}', but something refers to it.");

    /// <summary>Those whose parent is that id, in creation order.</summary>
    public IEnumerable<T> Under(string parent) => _byParent.Under(parent).Values;

    /// <summary>
    /// Stands for the present state of everything under that parent: the same object as long as nothing of it changes.
    /// </summary>
    public object StateUnder(string parent) => _byParent.Under(parent);

    /// <summary>Those with that text among their keys (its name, what it refers to), in creation order.</summary>
    public IEnumerable<T> By(string key) => _byKey.Under(key).Values;

    /// <summary>How many have that key.</summary>
    public int CountBy(string key) => _byKey.Under(key).Count;

    /// <summary>
    /// What changed since an earlier version of this table, newest first, a resource perhaps several times. Null when
    /// that is not known: the other is no earlier version, or one of long ago.
    /// </summary>
    public ImmutableArray<Difference<T>>? Since(Table<T> earlier) => _trail.Since(earlier._trail);

    Type ITable.Type => typeof(T);

    Resource? ITable.Find(string id) => Find(id);

    IEnumerable<Resource> ITable.All => All;

    ITable ITable.Put(Resource resource, long ordinal)
    {
        var existing = Find(resource.Id);
        var placed = (T)(resource with { Ordinal = existing?.Ordinal ?? ordinal });
        var (byParent, byKey) = existing is null ? (_byParent, _byKey) : Without(existing);
        return new Table<T>(
            _byId.SetItem(placed.Id, placed),
            _byOrdinal.SetItem(placed.Ordinal, placed),
            placed.Parent is { } parent ? byParent.Add(parent, placed) : byParent,
            placed.Keys.Aggregate(byKey, (index, key) => index.Add(key, placed)),
            _trail.With(existing, placed));
    }

    ITable ITable.Remove(string id)
    {
        if (Find(id) is not { } existing)
        {
            return this;
        }

        var (byParent, byKey) = Without(existing);
        return new Table<T>(
            _byId.Remove(id), _byOrdinal.Remove(existing.Ordinal), byParent, byKey, _trail.With(existing, null));
    }

    private (Index<T> ByParent, Index<T> ByKey) Without(T resource) => (
        resource.Parent is { } parent ? _byParent.Remove(parent, resource) : _byParent,
        resource.Keys.Aggregate(_byKey, (index, key) => index.Remove(key, resource)));
}

/// <summary>A table, whatever its kind; only the snapshot writes to it.</summary>
internal interface ITable
{
    /// <summary>Of the resources.</summary>
    Type Type { get; }

    IEnumerable<Resource> All { get; }

    Resource? Find(string id);

    ITable Put(Resource resource, long ordinal);

    ITable Remove(string id);
}
