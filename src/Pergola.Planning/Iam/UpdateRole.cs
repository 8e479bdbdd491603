using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Iam;

/// <summary>UpdateRole, UpdateRoleDescription, UpdateAssumeRolePolicy and the permissions boundary.</summary>
internal static class UpdateRole
{
    public static Decision<UpdateRoleResponse> Decide(UpdateRoleRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (role with
            {
                Description = request.Description ?? role.Description,
                MaxSessionDuration = request.MaxSessionDuration ?? role.MaxSessionDuration,
            }, null),
            _ => new UpdateRoleResponse(),
            evenServiceLinked: true);

    public static Decision<UpdateRoleDescriptionResponse> Describe(
        UpdateRoleDescriptionRequest request, Snapshot snapshot, Given given) => ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (role with { Description = request.Description }, null),
            role => new UpdateRoleDescriptionResponse { Role = IamShapes.Of(role) },
            evenServiceLinked: true);

    public static Decision<Nothing> Trust(UpdateAssumeRolePolicyRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (role with { AssumeRolePolicyDocument = request.PolicyDocument },
                PolicyCheck.Trust(request.PolicyDocument)),
            _ => new Nothing());

    public static Decision<Nothing> Bound(PutRolePermissionsBoundaryRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (role with { PermissionsBoundaryArn = request.PermissionsBoundary },
                PolicyCheck.Boundary(snapshot.In(given.Scope.Global), request.PermissionsBoundary)),
            _ => new Nothing());

    public static Decision<Nothing> Unbound(
        DeleteRolePermissionsBoundaryRequest request, Snapshot snapshot, Given given) =>
        ModifyRole.With(
            request.RoleName,
            snapshot,
            given,
            role => (role with { PermissionsBoundaryArn = null }, role.PermissionsBoundaryArn is null
                ? new IamError.NoSuchEntity($"The role with name {role.RoleName} has no permissions boundary.")
                : null),
            _ => new Nothing());
}
