using Pergola.Api.Ram;
using Pergola.Domain;

namespace Pergola.Planning.Ram;

/// <summary>ListPermissions, GetPermission and ListResourceSharePermissions. Only AWS's own exist.</summary>
internal static class ReadPermissions
{
    public static Decision<ListPermissionsResponse> List(
        ListPermissionsRequest request, Snapshot snapshot, Given given) => new ListPermissionsResponse
        {
            Permissions =
            [
                .. ManagedPermission.All
                    .Where(permission => request.PermissionType != PermissionTypeFilter.CustomerManaged
                        && (request.ResourceType is null || string.Equals(
                            request.ResourceType, permission.ResourceType, StringComparison.OrdinalIgnoreCase)))
                    .Select(permission => RamShapes.Of(permission) with { Status = PermissionStatus.Attachable }),
            ],
        };

    public static Decision<GetPermissionResponse> Get(
        GetPermissionRequest request, Snapshot snapshot, Given given)
    {
        if (ManagedPermission.Find(request.PermissionArn) is not { } permission
            || request.PermissionVersion is not (null or ManagedPermission.Version))
        {
            return new RamError.UnknownResource(
                $"Permission {request.PermissionArn} could not be found in version {request.PermissionVersion ?? 1}.");
        }

        return new GetPermissionResponse { Permission = RamShapes.DetailOf(permission) };
    }

    public static Decision<ListResourceSharePermissionsResponse> ListOfShare(
        ListResourceSharePermissionsRequest request, Snapshot snapshot, Given given)
    {
        var owned = Shares.Of(snapshot, given.Scope, ResourceOwner.Self)
            .Concat(Shares.With(snapshot, given.Scope))
            .FirstOrDefault(each => each.Share.ShareArn == request.ResourceShareArn);
        return owned is null
            ? RamError.NoShare(request.ResourceShareArn)
            : new ListResourceSharePermissionsResponse
            {
                Permissions = [.. Of(snapshot, owned).Select(RamShapes.Of)],
            };
    }

    /// <summary>The permissions of a share.</summary>
    public static IEnumerable<ManagedPermission> Of(Snapshot snapshot, OwnedShare owned) => ManagedPermission.Of(
        owned.Share,
        Shares.Members(snapshot.In(owned.Owner), owned.Share.ShareArn, ResourceShareAssociationType.Resource));
}
