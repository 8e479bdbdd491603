using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.VpcLattice;

/// <summary>PutAuthPolicy: replaces the one policy of a service or service network, and answers it compact.</summary>
internal static class PutAuthPolicy
{
    public static Decision<PutAuthPolicyResponse> Decide(PutAuthPolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!AuthPolicies.TryFindSubject(realm, request.ResourceIdentifier, out var subject, out var refusal)
            || !LatticePolicyText.TryRead(request.Policy, PolicyGrammar.LatticeAuth, out _, out refusal))
        {
            return refusal;
        }

        var policy = new AuthPolicy
        {
            ResourceId = subject.Id,
            Policy = CompactJson.Of(request.Policy),
            CreatedAt = realm.Of<AuthPolicy>().Find(subject.Id)?.CreatedAt ?? given.Now,
            LastUpdatedAt = given.Now,
        };
        return new Decision<PutAuthPolicyResponse>.Accept(
            new PutAuthPolicyResponse { Policy = policy.Policy, State = AuthPolicies.StateOf(subject) },
            [new Change.Put(given.Scope, policy)]);
    }
}
