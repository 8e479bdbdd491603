using System.Collections.Immutable;
using Pergola.Api.Logs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;

namespace Pergola.Planning.Logs;

/// <summary>
/// Tags of log groups, by ARN (TagResource, …) and by name (TagLogGroup, …, which older clients use).
/// </summary>
internal static class LogTags
{
    public static Decision<Nothing> Tag(TagResourceRequest request, Snapshot snapshot, Given given) =>
        Add(LogGroups.NameOf(request.ResourceArn), request.Tags, snapshot, given);

    public static Decision<Nothing> TagGroup(TagLogGroupRequest request, Snapshot snapshot, Given given) =>
        Add(request.LogGroupName, request.Tags, snapshot, given);

    public static Decision<Nothing> Untag(UntagResourceRequest request, Snapshot snapshot, Given given) =>
        Remove(LogGroups.NameOf(request.ResourceArn), request.TagKeys, snapshot, given);

    public static Decision<Nothing> UntagGroup(UntagLogGroupRequest request, Snapshot snapshot, Given given) =>
        Remove(request.LogGroupName, request.Tags, snapshot, given);

    public static Decision<ListTagsForResourceResponse> List(
        ListTagsForResourceRequest request, Snapshot snapshot, Given given) =>
        Find(LogGroups.NameOf(request.ResourceArn), snapshot, given) is { } group
            ? new ListTagsForResourceResponse { Tags = group.Tags }
            : LogsError.NoGroup(request.ResourceArn);

    public static Decision<ListTagsLogGroupResponse> ListGroup(
        ListTagsLogGroupRequest request, Snapshot snapshot, Given given) =>
        Find(request.LogGroupName, snapshot, given) is { } group
            ? new ListTagsLogGroupResponse { Tags = group.Tags }
            : LogsError.NoGroup(request.LogGroupName);

    /// <summary>The tags with others put over them, or what is wrong with that.</summary>
    public static (ImmutableSortedDictionary<string, string> Tags, LogsError? Error) Merge(
        ImmutableSortedDictionary<string, string> existing, IReadOnlyDictionary<string, string>? added)
    {
        var merged = existing.SetItems(added ?? ImmutableDictionary<string, string>.Empty);
        if (merged.Keys.FirstOrDefault(TagKeys.IsReserved) is { } key)
        {
            return (existing, new LogsError.InvalidParameter(
                $"Tag key '{key}' is invalid: keys that begin with 'aws:' are reserved."));
        }

        return merged.Count > LogsLimits.TagsMax
            ? (existing, new LogsError.InvalidParameter(
                $"The group would have {merged.Count} tags, but at most {LogsLimits.TagsMax} are allowed."))
            : (merged, null);
    }

    private static Decision<Nothing> Add(
        string groupName, IReadOnlyDictionary<string, string> added, Snapshot snapshot, Given given)
    {
        if (Find(groupName, snapshot, given) is not { } group)
        {
            return LogsError.NoGroup(groupName);
        }

        var (tags, error) = Merge(group.Tags, added);
        return error is not null
            ? error
            : new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope, group with { Tags = tags })]);
    }

    private static Decision<Nothing> Remove(
        string groupName, IReadOnlyList<string> keys, Snapshot snapshot, Given given) =>
        Find(groupName, snapshot, given) is { } group
            ? new Decision<Nothing>.Accept(
                new Nothing(),
                [new Change.Put(given.Scope, group with { Tags = group.Tags.RemoveRange(keys) })])
            : LogsError.NoGroup(groupName);

    private static LogGroup? Find(string groupName, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope).Of<LogGroup>().Find(groupName);
}
