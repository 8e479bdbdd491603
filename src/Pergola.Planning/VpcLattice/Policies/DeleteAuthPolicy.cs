using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteAuthPolicy: gone at once, and nothing to do where there is none. With AWS_IAM everything is denied from then
/// on (API reference, DeleteAuthPolicy).
/// </summary>
internal static class DeleteAuthPolicy
{
    public static Decision<DeleteAuthPolicyResponse> Decide(
        DeleteAuthPolicyRequest request, Snapshot snapshot, Given given)
    {
        if (!AuthPolicies.TryFindSubject(
            snapshot.In(given.Scope), request.ResourceIdentifier, out var subject, out var refusal))
        {
            return refusal;
        }

        return new Decision<DeleteAuthPolicyResponse>.Accept(
            new DeleteAuthPolicyResponse(),
            [new Change.Remove(given.Scope, ResourceKinds.For<AuthPolicy>(), subject.Id)]);
    }
}
