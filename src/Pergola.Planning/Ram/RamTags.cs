using System.Collections.Immutable;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;

namespace Pergola.Planning.Ram;

/// <summary>Tags of shares: TagResource, UntagResource, and those that a new share gets.</summary>
internal static class RamTags
{
    /// <summary>User tags of one resource (AWS General Reference, "Tag naming limits").</summary>
    public const int Most = 50;

    public static Decision<TagResourceResponse> Tag(TagResourceRequest request, Snapshot snapshot, Given given)
    {
        if (!Shares.TryFindOwn(
            snapshot.In(given.Scope), request.ResourceShareArn ?? request.ResourceArn, out var share, out var refusal))
        {
            return refusal;
        }

        var (tags, error) = Merge(share.Tags, request.Tags);
        return error is not null ? error : new Decision<TagResourceResponse>.Accept(
            new TagResourceResponse(), [new Change.Put(given.Scope, share with { Tags = tags })]);
    }

    public static Decision<UntagResourceResponse> Untag(UntagResourceRequest request, Snapshot snapshot, Given given) =>
        Shares.TryFindOwn(
            snapshot.In(given.Scope), request.ResourceShareArn ?? request.ResourceArn, out var share, out var refusal)
            ? new Decision<UntagResourceResponse>.Accept(
                new UntagResourceResponse(),
                [new Change.Put(given.Scope, share with { Tags = share.Tags.RemoveRange(request.TagKeys) })])
            : refusal;

    /// <summary>The tags with others put over them, or what is wrong with that.</summary>
    public static (ImmutableSortedDictionary<string, string> Tags, RamError? Error) Merge(
        ImmutableSortedDictionary<string, string> existing, IReadOnlyList<Tag>? added)
    {
        var merged = existing.SetItems((added ?? []).Select(
            tag => new KeyValuePair<string, string>(tag.Key ?? "", tag.Value ?? "")));
        if (merged.Keys.FirstOrDefault(IsReserved) is { } key)
        {
            return (existing, new RamError.InvalidParameter(
                $"Tag key '{key}' is invalid: it must not be empty or begin with 'aws:', which AWS reserves."));
        }

        return merged.Count > Most ? (existing, new RamError.TagLimitExceeded(merged.Count)) : (merged, null);
    }

    /// <summary>True when the tags fulfil every filter: the key is there, with one of the values if given.</summary>
    public static bool Fit(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<TagFilter>? filters) =>
        (filters ?? []).All(filter => tags.TryGetValue(filter.TagKey ?? "", out var value)
            && (filter.TagValues is not { Count: > 0 } values || values.Contains(value)));

    private static bool IsReserved(string key) =>
        key.Length == 0 || TagKeys.IsReserved(key);
}
