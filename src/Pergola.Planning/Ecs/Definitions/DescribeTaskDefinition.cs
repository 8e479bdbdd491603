using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Definitions;

/// <summary>Describes one revision; a family alone means its newest ACTIVE revision.</summary>
internal static class DescribeTaskDefinition
{
    public static Decision<DescribeTaskDefinitionResponse> Decide(
        DescribeTaskDefinitionRequest request, Snapshot snapshot, Given given)
    {
        if (EcsNames.TaskDefinition(snapshot.In(given.Scope), request.TaskDefinition) is not { } definition)
        {
            return new EcsError.Client("Unable to describe task definition.");
        }

        return new DescribeTaskDefinitionResponse
        {
            TaskDefinition = definition.Shape,
            Tags = request.Include?.Contains("TAGS") == true ? EcsTags.To(definition.Tags) : null,
        };
    }
}

/// <summary>Lists the ARNs of revisions.</summary>
internal static class ListTaskDefinitions
{
    public static Decision<ListTaskDefinitionsResponse> Decide(
        ListTaskDefinitionsRequest request, Snapshot snapshot, Given given)
    {
        var status = request.Status ?? "ACTIVE";
        var found = snapshot.In(given.Scope).Of<EcsTaskDefinition>().All.Where(definition =>
            definition.Shape.Status == status
            && (request.FamilyPrefix is null || definition.Family == request.FamilyPrefix));
        if (Paging.Cut(found, request.NextToken, request.MaxResults) is not { } page)
        {
            return Paging.BadToken(request.NextToken);
        }

        var arns = page.Resources.Select(definition => definition.Arn);
        return new ListTaskDefinitionsResponse
        {
            TaskDefinitionArns = request.Sort == "DESC" ? [.. arns.Reverse()] : [.. arns],
            NextToken = page.NextToken,
        };
    }
}

/// <summary>Lists families: those with an ACTIVE revision, those without, or all.</summary>
internal static class ListTaskDefinitionFamilies
{
    public static Decision<ListTaskDefinitionFamiliesResponse> Decide(
        ListTaskDefinitionFamiliesRequest request, Snapshot snapshot, Given given)
    {
        var families = snapshot.In(given.Scope).Of<EcsTaskDefinition>().All
            .Where(definition => request.FamilyPrefix is null
                || definition.Family.StartsWith(request.FamilyPrefix, StringComparison.Ordinal))
            .GroupBy(definition => definition.Family)
            .Where(family => request.Status switch
            {
                "ACTIVE" => family.Any(IsActive),
                "INACTIVE" => !family.Any(IsActive),
                _ => true,
            })
            .Select(family => family.First());
        return Paging.Cut(families, request.NextToken, request.MaxResults) is { } page
            ? new ListTaskDefinitionFamiliesResponse
            {
                Families = [.. page.Resources.Select(definition => definition.Family)],
                NextToken = page.NextToken,
            }
            : Paging.BadToken(request.NextToken);
    }

    private static bool IsActive(EcsTaskDefinition definition) => definition.Shape.Status == "ACTIVE";
}
