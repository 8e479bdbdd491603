using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// PutResourcePolicy: replaces the one policy of a resource. It must allow all that sharing through AWS RAM would (API
/// reference, PutResourcePolicy).
/// </summary>
internal static class PutResourcePolicy
{
    public static Decision<PutResourcePolicyResponse> Decide(
        PutResourcePolicyRequest request, Snapshot snapshot, Given given)
    {
        if (!Shareable.TryFind(snapshot.In(given.Scope), request.ResourceArn, out var resource, out var refusal)
            || !LatticePolicyText.TryRead(
                request.Policy, PolicyGrammar.LatticeResource, out var document, out refusal))
        {
            return refusal;
        }

        return Refuse(document, resource) is { } refused ? refused : new Decision<PutResourcePolicyResponse>.Accept(
            new PutResourcePolicyResponse(),
            [new Change.Put(given.Scope, new ResourcePolicy
            {
                ResourceId = resource.Id,
                Policy = CompactJson.Of(request.Policy),
            })]);
    }

    private static LatticeError? Refuse(PolicyDocument document, LatticeResource resource)
    {
        if (document.Statements.Any(statement => !statement.Covers(resource.Arn)))
        {
            return LatticeError.Validation.Of(
                "policy",
                $"A statement of the policy is not about {resource.Arn}; every Resource must be that or \"*\".");
        }

        var missing = SharePermission.Of(resource).Required
            .Where(action => !document.Statements.Any(statement => statement.Allow && statement.Names(action)))
            .ToList();
        return missing.Count == 0 ? null : LatticeError.Validation.Of(
            "policy",
            $"The policy must allow all that sharing {resource.Id} allows, but lacks {string.Join(", ", missing)}.");
    }
}
