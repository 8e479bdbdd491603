using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteServiceNetwork: gone at once, with its policies and access log subscriptions; refused while any association
/// exists.
/// </summary>
internal static class DeleteServiceNetwork
{
    public static Decision<DeleteServiceNetworkResponse> Decide(
        DeleteServiceNetworkRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ServiceNetwork>(
            realm, request.ServiceNetworkIdentifier, out var network, out var refusal))
        {
            return refusal;
        }

        var blocked = LatticeError.Conflict.Blocked<ServiceNetwork>(
            network.Id,
            $"ServiceNetwork {network.Id}",
            ("has VPC(s) associated", Associations.Ids(Associations.VpcsOf(realm, network.Id))),
            ("has service(s) associated", Associations.Ids(Associations.ServicesOf(realm, network.Id))),
            ("has resource(s) associated", Associations.Ids(Associations.ResourcesOf(realm, network.Id))),
            ("has VPC endpoint(s) associated", VpcEndpoints.IdsTo(snapshot, given.Scope.Region, network.Id)));
        if (blocked is not null)
        {
            return blocked;
        }

        return new Decision<DeleteServiceNetworkResponse>.Accept(
            new DeleteServiceNetworkResponse(),
            [
                .. Shareable.RemovalOfAttachments(given.Scope, realm, network),
                new Change.Remove(given.Scope, ResourceKinds.For<ServiceNetwork>(), network.Id),
            ]);
    }
}
