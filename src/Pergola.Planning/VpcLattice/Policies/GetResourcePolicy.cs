using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetResourcePolicy: as it was put, without insignificant white space.</summary>
internal static class GetResourcePolicy
{
    public static Decision<GetResourcePolicyResponse> Decide(
        GetResourcePolicyRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!Shareable.TryFind(realm, request.ResourceArn, out var resource, out var refusal))
        {
            return refusal;
        }

        return realm.Of<ResourcePolicy>().TryGet(resource.Id, out var policy)
            ? new GetResourcePolicyResponse { Policy = policy.Policy }
            : new LatticeError.NotFound(request.ResourceArn, "RESOURCE_POLICY");
    }
}
