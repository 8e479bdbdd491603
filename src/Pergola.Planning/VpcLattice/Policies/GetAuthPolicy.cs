using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// GetAuthPolicy. Without a policy the answer is empty instead of 404: a client of AWS's own reads it so after the
/// deletion (aws-application-networking-k8s, its suite for auth policies).
/// </summary>
internal static class GetAuthPolicy
{
    public static Decision<GetAuthPolicyResponse> Decide(GetAuthPolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!AuthPolicies.TryFindSubject(realm, request.ResourceIdentifier, out var subject, out var refusal))
        {
            return refusal;
        }

        return realm.Of<AuthPolicy>().TryGet(subject.Id, out var policy)
            ? new GetAuthPolicyResponse
            {
                Policy = policy.Policy,
                State = AuthPolicies.StateOf(subject),
                CreatedAt = policy.CreatedAt,
                LastUpdatedAt = policy.LastUpdatedAt,
            }
            : new GetAuthPolicyResponse();
    }
}
