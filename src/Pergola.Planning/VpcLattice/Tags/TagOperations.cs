using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>TagResource, UntagResource and ListTagsForResource, for everything that has an ARN.</summary>
internal static class TagOperations
{
    public static Decision<ListTagsForResourceResponse> List(
        ListTagsForResourceRequest request, Snapshot snapshot, Given given) =>
        LatticeLookup.FindByArn(snapshot.In(given.Scope), request.ResourceArn) is { } resource
            ? new ListTagsForResourceResponse { Tags = resource.Tags }
            : Absent(request.ResourceArn);

    public static Decision<TagResourceResponse> Tag(TagResourceRequest request, Snapshot snapshot, Given given)
    {
        if (LatticeLookup.FindByArn(snapshot.In(given.Scope), request.ResourceArn) is not { } resource)
        {
            return Absent(request.ResourceArn);
        }

        var merged = resource.Tags.SetItems(request.Tags);
        if (LatticeTags.Refuse(merged) is { } badTags)
        {
            return badTags;
        }

        return new Decision<TagResourceResponse>.Accept(new TagResourceResponse(), Retag(given, resource, merged));
    }

    public static Decision<UntagResourceResponse> Untag(UntagResourceRequest request, Snapshot snapshot, Given given) =>
        LatticeLookup.FindByArn(snapshot.In(given.Scope), request.ResourceArn) is { } resource
            ? new Decision<UntagResourceResponse>.Accept(
                new UntagResourceResponse(), Retag(given, resource, resource.Tags.RemoveRange(request.TagKeys)))
            : Absent(request.ResourceArn);

    private static ImmutableArray<Change> Retag(
        Given given, LatticeResource resource, ImmutableSortedDictionary<string, string> tags) =>
        ReferenceEquals(tags, resource.Tags) ? [] : [new Change.Put(given.Scope, resource with { Tags = tags })];

    private static LatticeError Absent(string arn) => new LatticeError.NotFound(arn, LatticeIds.TypeOf(arn));
}
