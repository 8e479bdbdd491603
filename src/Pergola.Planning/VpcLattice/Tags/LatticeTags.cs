using System.Collections.Immutable;

namespace Pergola.Planning.VpcLattice;

/// <summary>Tags as requests give them.</summary>
internal static class LatticeTags
{
    /// <summary>User tags of one resource (AWS General Reference, "Tag naming limits").</summary>
    public const int Most = 50;

    public static ImmutableSortedDictionary<string, string> Of(IReadOnlyDictionary<string, string>? tags) =>
        tags is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : tags.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The refusal of tags that no resource may have; null when they are fine.</summary>
    public static LatticeError? Refuse(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
        {
            return null;
        }

        if (tags.Keys.FirstOrDefault(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } reserved)
        {
            return LatticeError.Validation.Of("tags", $"Tag key '{reserved}' starts with 'aws:', which AWS reserves.");
        }

        return tags.Count > Most
            ? LatticeError.Validation.Of("tags", $"{tags.Count} tags are too many; a resource has at most {Most}.")
            : null;
    }
}
