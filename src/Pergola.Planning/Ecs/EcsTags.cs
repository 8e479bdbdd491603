using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;

namespace Pergola.Planning.Ecs;

/// <summary>Tags between the API's list and the map we keep.</summary>
internal static class EcsTags
{
    /// <summary>AWS's quota of tags per resource.</summary>
    public const int TagsMax = 50;

    /// <summary>The list as a map; of repeated keys the last counts.</summary>
    public static ImmutableSortedDictionary<string, string> From(IReadOnlyList<Tag>? tags) =>
        Add(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), tags);

    /// <summary>The map with the list's tags on top.</summary>
    public static ImmutableSortedDictionary<string, string> Add(
        ImmutableSortedDictionary<string, string> map, IReadOnlyList<Tag>? tags)
    {
        foreach (var tag in tags ?? [])
        {
            map = map.SetItem(tag.Key ?? "", tag.Value ?? "");
        }

        return map;
    }

    /// <summary>The map as a list, by key.</summary>
    public static ImmutableArray<Tag> To(ImmutableSortedDictionary<string, string> map) =>
        [.. map.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Why there are too many; null when there are not.</summary>
    public static EcsError? CountError(ImmutableSortedDictionary<string, string> map) => map.Count > TagsMax
        ? new EcsError.InvalidParameter($"There would be {map.Count} tags; a resource can have {TagsMax} at most.")
        : null;

    /// <summary>Why these tags cannot be a resource's; null when they can.</summary>
    public static EcsError? Error(ImmutableSortedDictionary<string, string> map)
    {
        if (CountError(map) is { } error)
        {
            return error;
        }

        return map.Keys.FirstOrDefault(key => !IsKey(key)) is { } bad
            ? new EcsError.InvalidParameter(
                $"The tag key '{bad}' is not allowed: it must have 1 to 128 characters and must not begin with 'aws:'.")
            : null;
    }

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= 128 && !TagKeys.IsReserved(key);
}
