using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteResourcePolicy: gone at once, not found where there is none. What was associated under it stays associated.
/// </summary>
internal static class DeleteResourcePolicy
{
    public static Decision<DeleteResourcePolicyResponse> Decide(
        DeleteResourcePolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!Shareable.TryFind(realm, request.ResourceArn, out var resource, out var refusal))
        {
            return refusal;
        }

        return realm.Of<ResourcePolicy>().Find(resource.Id) is null
            ? new LatticeError.NotFound(request.ResourceArn, "RESOURCE_POLICY")
            : new Decision<DeleteResourcePolicyResponse>.Accept(
                new DeleteResourcePolicyResponse(),
                [new Change.Remove(given.Scope, ResourceKinds.For<ResourcePolicy>(), resource.Id)]);
    }
}
