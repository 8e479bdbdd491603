using Pergola.Domain;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists tags across all kinds of resources.</summary>
internal static class DescribeTags
{
    private static readonly Catalog<Shape.TagDescription> s_catalog = new(
        Noun.Vpc,
        static tag => tag.ResourceId!,
        static (tag, name) => name switch
        {
            "resource-id" => [tag.ResourceId],
            "resource-type" => [tag.ResourceType],
            "key" => [tag.Key],
            "value" => [tag.Value],
            _ when name.StartsWith("tag:", StringComparison.Ordinal) => [tag.Key == name[4..] ? tag.Value : null],
            _ => null,
        });

    public static Decision<Shape.DescribeTagsResult> Decide(
        Shape.DescribeTagsRequest request, Snapshot snapshot, Given given) => s_catalog.Search(
            TagTargets.All(snapshot.In(given.Scope)).SelectMany(View),
            new Query(null, request.Filters, request.MaxResults, request.NextToken),
            (tags, next) => new Shape.DescribeTagsResult { Tags = tags, NextToken = next });

    private static IEnumerable<Shape.TagDescription> View(TagTarget target) =>
        target.Tags.Select(tag => new Shape.TagDescription
        {
            ResourceId = target.ResourceId,
            ResourceType = target.Noun.Type,
            Key = tag.Key,
            Value = tag.Value,
        });
}
