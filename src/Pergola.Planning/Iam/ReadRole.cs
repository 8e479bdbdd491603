using Pergola.Api.Iam;
using Pergola.Domain;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>GetRole and ListRoles.</summary>
internal static class ReadRole
{
    public static Decision<GetRoleResponse> Get(GetRoleRequest request, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope.Global).Of<Role>().TryGet(request.RoleName, out var role)
            ? new GetRoleResponse { Role = IamShapes.Of(role) }
            : IamError.NoRole(request.RoleName);

    public static Decision<ListRolesResponse> List(ListRolesRequest request, Snapshot snapshot, Given given)
    {
        var roles = snapshot.In(given.Scope.Global).Of<Role>().All.Where(
            role => role.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal));
        return IamPage.OfResources(roles, request.Marker, request.MaxItems) is { } page
            ? new ListRolesResponse
            {
                Roles = [.. page.Entries.Select(role => IamShapes.Of(role, inList: true))],
                IsTruncated = page.IsTruncated,
                Marker = page.Marker,
            }
            : IamPage.BadMarker(request.Marker);
    }
}
