using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Iam;

/// <summary>TagPolicy, UntagPolicy and ListPolicyTags.</summary>
internal static class PolicyTags
{
    public static Decision<Nothing> Tag(TagPolicyRequest request, Snapshot snapshot, Given given) => ModifyPolicy.With(
        request.PolicyArn,
        snapshot,
        given,
        policy =>
        {
            var (tags, error) = IamTags.Merge(policy.Tags, request.Tags);
            return (policy with { Tags = tags }, error);
        },
        _ => new Nothing());

    public static Decision<Nothing> Untag(UntagPolicyRequest request, Snapshot snapshot, Given given) =>
        ModifyPolicy.With(
            request.PolicyArn,
            snapshot,
            given,
            policy => (policy with { Tags = policy.Tags.RemoveRange(request.TagKeys) }, null),
            _ => new Nothing());

    public static Decision<ListPolicyTagsResponse> List(ListPolicyTagsRequest request, Snapshot snapshot, Given given)
    {
        if (!ManagedPolicies.TryFind(snapshot.In(given.Scope.Global), request.PolicyArn, out var policy))
        {
            return IamError.NoPolicy(request.PolicyArn);
        }

        return IamTags.Page(policy.Tags, request.Marker, request.MaxItems) is { } page
            ? new ListPolicyTagsResponse { Tags = page.Entries, IsTruncated = page.IsTruncated, Marker = page.Marker }
            : IamPage.BadMarker(request.Marker);
    }
}
