using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pergola.Domain;

/// <summary>All resources of one kind in one scope: by id, in creation order, and by parent. Immutable.</summary>
public sealed class Table<T> : ITable
    where T : Resource
{
    private readonly ImmutableDictionary<string, T> _byId;
    private readonly ImmutableSortedDictionary<long, T> _byOrdinal;
    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> _byParent;

    private Table(
        ImmutableDictionary<string, T> byId,
        ImmutableSortedDictionary<long, T> byOrdinal,
        ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> byParent)
    {
        _byId = byId;
        _byOrdinal = byOrdinal;
        _byParent = byParent;
    }

    /// <summary>No resource.</summary>
    public static Table<T> Empty { get; } = new(
        ImmutableDictionary.Create<string, T>(StringComparer.Ordinal),
        ImmutableSortedDictionary<long, T>.Empty,
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<long, T>>(StringComparer.Ordinal));

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
    public IEnumerable<T> Under(string parent) =>
        _byParent.TryGetValue(parent, out var children) ? children.Values : [];

    Resource? ITable.Find(string id) => Find(id);

    IEnumerable<Resource> ITable.All => All;

    ITable ITable.Put(Resource resource, long ordinal)
    {
        var existing = Find(resource.Id);
        var placed = (T)(resource with { Ordinal = existing?.Ordinal ?? ordinal });
        var byParent = existing is null ? _byParent : WithoutChild(_byParent, existing);
        if (placed.Parent is { } parent)
        {
            var children = byParent.TryGetValue(parent, out var found)
                ? found
                : ImmutableSortedDictionary<long, T>.Empty;
            byParent = byParent.SetItem(parent, children.SetItem(placed.Ordinal, placed));
        }

        return new Table<T>(
            _byId.SetItem(placed.Id, placed), _byOrdinal.SetItem(placed.Ordinal, placed), byParent);
    }

    ITable ITable.Remove(string id) => Find(id) is { } existing
        ? new Table<T>(_byId.Remove(id), _byOrdinal.Remove(existing.Ordinal), WithoutChild(_byParent, existing))
        : this;

    private static ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> WithoutChild(
        ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> byParent, T child)
    {
        if (child.Parent is not { } parent || !byParent.TryGetValue(parent, out var children))
        {
            return byParent;
        }

        var rest = children.Remove(child.Ordinal);
        return rest.IsEmpty ? byParent.Remove(parent) : byParent.SetItem(parent, rest);
    }
}

/// <summary>A table, whatever its kind; only the snapshot writes to it.</summary>
internal interface ITable
{
    IEnumerable<Resource> All { get; }

    Resource? Find(string id);

    ITable Put(Resource resource, long ordinal);

    ITable Remove(string id);
}
