using System.Collections.Immutable;

namespace Pergola.Domain;

/// <summary>Resources of a table by some text, several under each, in creation order. Immutable.</summary>
internal sealed class Index<T>
    where T : Resource
{
    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> _groups;

    private Index(ImmutableDictionary<string, ImmutableSortedDictionary<long, T>> groups) => _groups = groups;

    public static Index<T> Empty { get; } =
        new(ImmutableDictionary.Create<string, ImmutableSortedDictionary<long, T>>(StringComparer.Ordinal));

    public static Index<T> Of(IEnumerable<(string Key, T Resource)> entries) => new(entries
        .GroupBy(entry => entry.Key, StringComparer.Ordinal)
        .ToImmutableDictionary(
            group => group.Key,
            group => group.ToImmutableSortedDictionary(entry => entry.Resource.Ordinal, entry => entry.Resource),
            StringComparer.Ordinal));

    /// <summary>Those under a key, by ordinal. The very same object until one of them changes.</summary>
    public ImmutableSortedDictionary<long, T> Under(string key) =>
        _groups.GetValueOrDefault(key, ImmutableSortedDictionary<long, T>.Empty);

    public Index<T> Add(string key, T resource)
    {
        return new Index<T>(_groups.SetItem(key, Under(key).SetItem(resource.Ordinal, resource)));
    }

    public Index<T> Remove(string key, T resource)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            return this;
        }

        var rest = group.Remove(resource.Ordinal);
        return new Index<T>(rest.IsEmpty ? _groups.Remove(key) : _groups.SetItem(key, rest));
    }
}
