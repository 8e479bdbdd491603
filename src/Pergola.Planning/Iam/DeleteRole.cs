using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using InstanceProfile = Pergola.Domain.Identity.InstanceProfile;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>Deletes a role on which nothing hangs any more.</summary>
internal static class DeleteRole
{
    public static Decision<Nothing> Decide(DeleteRoleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope.Global);
        if (!realm.Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        if (ModifyRole.IsServiceLinked(role))
        {
            return new IamError.UnmodifiableEntity(
                $"Cannot perform the operation on the protected role '{role.RoleName}' - "
                + "this role is only modifiable by AWS");
        }

        var conflict = (role, realm.Of<InstanceProfile>().Under(role.RoleName).Any()) switch
        {
            (_, true) => "Cannot delete entity, must remove roles from instance profile first.",
            ({ AttachedPolicyArns.IsEmpty: false }, _) => "Cannot delete entity, must detach all policies first.",
            ({ InlinePolicies.IsEmpty: false }, _) => "Cannot delete entity, must delete policies first.",
            _ => null,
        };
        return conflict is null
            ? new Decision<Nothing>.Accept(
                new Nothing(), [new Change.Remove(given.Scope.Global, ResourceKinds.For<Role>(), role.Id)])
            : new IamError.DeleteConflict(conflict);
    }
}
