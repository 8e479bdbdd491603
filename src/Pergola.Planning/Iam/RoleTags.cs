using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>TagRole, UntagRole and ListRoleTags.</summary>
internal static class RoleTags
{
    public static Decision<Nothing> Tag(TagRoleRequest request, Snapshot snapshot, Given given) => ModifyRole.With(
        request.RoleName,
        snapshot,
        given,
        role =>
        {
            var (tags, error) = IamTags.Merge(role.Tags, request.Tags);
            return (role with { Tags = tags }, error);
        },
        _ => new Nothing(),
        evenServiceLinked: true);

    public static Decision<Nothing> Untag(UntagRoleRequest request, Snapshot snapshot, Given given) => ModifyRole.With(
        request.RoleName,
        snapshot,
        given,
        role => (role with { Tags = role.Tags.RemoveRange(request.TagKeys) }, null),
        _ => new Nothing(),
        evenServiceLinked: true);

    public static Decision<ListRoleTagsResponse> List(ListRoleTagsRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        return IamTags.Page(role.Tags, request.Marker, request.MaxItems) is { } page
            ? new ListRoleTagsResponse { Tags = page.Entries, IsTruncated = page.IsTruncated, Marker = page.Marker }
            : IamPage.BadMarker(request.Marker);
    }
}
