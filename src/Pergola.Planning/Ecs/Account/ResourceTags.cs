using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using System.Collections.Immutable;
using Resource = Pergola.Domain.Resource;

namespace Pergola.Planning.Ecs.Account;

/// <summary>A resource with tags, found by its ARN, and how it looks with others.</summary>
internal sealed record Tagged(
    ImmutableSortedDictionary<string, string> Tags, Func<ImmutableSortedDictionary<string, string>, Resource> With)
{
    /// <summary>What the ARN names; null when it is not there or has no tags.</summary>
    public static Tagged? Find(Realm realm, string text)
    {
        if (!Arn.TryParse(text, out var arn))
        {
            return null;
        }

        var parts = arn.Resource.Split('/');
        return parts[0] switch
        {
            "cluster" => EcsNames.ActiveCluster(realm, text) is { } cluster
                ? new Tagged(cluster.Tags, tags => cluster with { Tags = tags })
                : null,
            "service" => realm.Of<EcsService>()
                    .TryGet(EcsNames.ServiceKey(EcsNames.DefaultCluster, text), out var service)
                && service.Status != "INACTIVE"
                ? new Tagged(service.Tags, tags => service with { Tags = tags })
                : null,
            "task" => realm.Of<EcsTask>().Find(parts[^1]) is { } task
                ? new Tagged(task.Tags, tags => task with { Tags = tags })
                : null,
            "task-definition" => realm.Of<EcsTaskDefinition>().Find(parts[^1]) is { } definition
                ? new Tagged(definition.Tags, tags => definition with { Tags = tags })
                : null,
            _ => null,
        };
    }

    /// <summary>What to say when there is nothing of that ARN.</summary>
    public static EcsError NotFound(string arn) =>
        new EcsError.InvalidParameter(
            $"The specified resource '{arn}' was not found. Specify the ARN of a cluster, service, task or task "
            + "definition that exists.");
}

/// <summary>Lists a resource's tags.</summary>
internal static class ListTagsForResource
{
    public static Decision<ListTagsForResourceResponse> Decide(
        ListTagsForResourceRequest request, Snapshot snapshot, Given given) =>
        Tagged.Find(snapshot.In(given.Scope), request.ResourceArn) is { } tagged
            ? new ListTagsForResourceResponse { Tags = EcsTags.To(tagged.Tags) }
            : Tagged.NotFound(request.ResourceArn);
}

/// <summary>Adds tags, or changes those with the same keys.</summary>
internal static class TagResource
{
    public static Decision<TagResourceResponse> Decide(TagResourceRequest request, Snapshot snapshot, Given given)
    {
        if (Tagged.Find(snapshot.In(given.Scope), request.ResourceArn) is not { } tagged)
        {
            return Tagged.NotFound(request.ResourceArn);
        }

        var tags = EcsTags.Add(tagged.Tags, request.Tags);
        return (EcsTags.Error(EcsTags.From(request.Tags)) ?? EcsTags.CountError(tags)) is { } error
            ? error
            : new Decision<TagResourceResponse>.Accept(
                new TagResourceResponse(), [new Change.Put(given.Scope, tagged.With(tags))]);
    }
}

/// <summary>Removes tags; absent ones are fine.</summary>
internal static class UntagResource
{
    public static Decision<UntagResourceResponse> Decide(
        UntagResourceRequest request, Snapshot snapshot, Given given) =>
        Tagged.Find(snapshot.In(given.Scope), request.ResourceArn) is { } tagged
            ? new Decision<UntagResourceResponse>.Accept(
                new UntagResourceResponse(),
                [new Change.Put(given.Scope, tagged.With(tagged.Tags.RemoveRange(request.TagKeys)))])
            : Tagged.NotFound(request.ResourceArn);
}
