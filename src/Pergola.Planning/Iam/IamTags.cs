using System.Collections.Immutable;
using Pergola.Api.Iam;
using Pergola.Core;

namespace Pergola.Planning.Iam;

/// <summary>What all tagged entities of IAM have in common.</summary>
internal static class IamTags
{
    /// <summary>The tags with others put over them, or what is wrong with that.</summary>
    public static (ImmutableSortedDictionary<string, string> Tags, IamError? Error) Merge(
        ImmutableSortedDictionary<string, string> existing, IReadOnlyList<Tag>? added)
    {
        var merged = existing;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in added ?? [])
        {
            if (TagKeys.IsReserved(tag.Key))
            {
                return (existing, new IamError.InvalidInput(
                    $"Tag key '{tag.Key}' is invalid: keys that begin with 'aws:' are reserved."));
            }

            if (!seen.Add(tag.Key))
            {
                return (existing, new IamError.InvalidInput(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive."));
            }

            merged = merged.SetItem(tag.Key, tag.Value);
        }

        return merged.Count > IamQuota.TagsMax
            ? (existing, new IamError.LimitExceeded(
                $"The number of tags has reached the maximum limit: {merged.Count}, but at most {IamQuota.TagsMax}."))
            : (merged, null);
    }

    /// <summary>The tags as the API shows them.</summary>
    public static IReadOnlyList<Tag> Shape(ImmutableSortedDictionary<string, string> tags) =>
        [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>A page of them.</summary>
    public static IamPage<Tag>? Page(ImmutableSortedDictionary<string, string> tags, string? marker, int? maxItems) =>
        IamPage.Of(Shape(tags).OrderBy(tag => tag.Key, StringComparer.Ordinal), tag => tag.Key, marker, maxItems);
}
