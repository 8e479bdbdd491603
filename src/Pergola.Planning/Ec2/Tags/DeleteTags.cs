using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Removes tags of resources: by key, by key and value, or all when none is named. What is not there is no mistake.
/// </summary>
internal static class DeleteTags
{
    public static Decision<Nothing> Decide(Shape.DeleteTagsRequest request, Snapshot snapshot, Given given) =>
        CreateTags.Apply(request.Resources, snapshot, given, (existing, out changed) =>
        {
            changed = request.Tags is { Count: > 0 } tags
                ? existing.RemoveRange(tags.Where(tag => IsMeant(existing, tag)).Select(tag => tag.Key!))
                : ImmutableSortedDictionary<string, string>.Empty;
            return null;
        });

    private static bool IsMeant(ImmutableSortedDictionary<string, string> existing, Shape.Tag tag) =>
        tag.Key is not null
        && existing.TryGetValue(tag.Key, out var value)
        && (tag.Value is null || tag.Value == value);
}
