using System.Collections.Immutable;
using Pergola.Core;

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

    /// <summary>Everything that is wrong with the tags that a resource would have.</summary>
    public static IEnumerable<FieldFault> Faults(IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var key in (tags?.Keys ?? []).Where(TagKeys.IsReserved).Order(StringComparer.Ordinal))
        {
            yield return new FieldFault("tags", $"Tag key '{key}' starts with 'aws:', which AWS reserves.");
        }

        if (tags?.Count > Most)
        {
            yield return new FieldFault("tags", $"{tags.Count} tags are too many; a resource has at most {Most}.");
        }
    }

    /// <summary>The refusal of tags that no resource may have; null when they are fine.</summary>
    public static LatticeError? Refuse(IReadOnlyDictionary<string, string>? tags) =>
        LatticeError.Validation.OfAll(Faults(tags));
}
