using Pergola.Api.Iam;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Wire.Schemas;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>Deletes a managed policy that nothing uses and that has only its default version.</summary>
internal static class DeletePolicy
{
    public static Decision<Nothing> Decide(DeletePolicyRequest request, Snapshot snapshot, Given given)
    {
        if (ModifyPolicy.Refusal(request.PolicyArn, snapshot, given, out var policy) is { } refusal)
        {
            return refusal;
        }

        var inUse = snapshot.In(given.Scope.Global).Of<Role>().All.Any(
            role => role.AttachedPolicyArns.Contains(policy!.Arn) || role.PermissionsBoundaryArn == policy.Arn);
        if (inUse)
        {
            return new IamError.DeleteConflict("Cannot delete a policy attached to entities.");
        }

        return policy!.Versions.Length > 1
            ? new IamError.DeleteConflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                + "versions. The default version is deleted with the policy.")
            : new Decision<Nothing>.Accept(
                new Nothing(), [new Change.Remove(given.Scope.Global, ResourceKinds.For<ManagedPolicy>(), policy.Id)]);
    }
}
