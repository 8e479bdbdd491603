using System.Collections.Immutable;

namespace Pergola.Domain;

/// <summary>Everything kept for one scope, at one revision. Immutable.</summary>
public sealed class Realm
{
    private readonly ImmutableDictionary<Type, ITable> _tables;

    private Realm(ImmutableDictionary<Type, ITable> tables) => _tables = tables;

    /// <summary>A scope in which nothing exists.</summary>
    public static Realm Empty { get; } = new(ImmutableDictionary<Type, ITable>.Empty);

    /// <summary>True when nothing is kept here.</summary>
    public bool IsEmpty => _tables.Values.All(table => !table.All.Any());

    /// <summary>The resources of one kind.</summary>
    public Table<T> Of<T>()
        where T : Resource => _tables.TryGetValue(typeof(T), out var table) ? (Table<T>)table : Table<T>.Empty;

    /// <summary>Every resource of every kind.</summary>
    public IEnumerable<Resource> All => _tables.Values.SelectMany(table => table.All);

    /// <summary>A realm of whole tables, one a kind.</summary>
    internal static Realm Of(IEnumerable<ITable> tables) =>
        new(tables.ToImmutableDictionary(table => table.Type));

    internal Realm Put(Resource resource, long ordinal)
    {
        var kind = ResourceKinds.For(resource);
        return new Realm(_tables.SetItem(kind.Type, TableOf(kind).Put(resource, ordinal)));
    }

    internal Realm Remove(ResourceKind kind, string id) => new(_tables.SetItem(kind.Type, TableOf(kind).Remove(id)));

    internal Resource? Find(ResourceKind kind, string id) => TableOf(kind).Find(id);

    private ITable TableOf(ResourceKind kind) =>
        _tables.TryGetValue(kind.Type, out var table) ? table : kind.EmptyTable;
}
