using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteServiceNetworkVpcAssociation: gone, with its hold on groups, once the node has let go.</summary>
internal static class DeleteServiceNetworkVpcAssociation
{
    public static Decision<DeleteServiceNetworkVpcAssociationResponse> Decide(
        DeleteServiceNetworkVpcAssociationRequest request, Snapshot snapshot, Given given) =>
        AssociationEnd.Begin<ServiceNetworkVpcAssociation, DeleteServiceNetworkVpcAssociationResponse>(
            request.ServiceNetworkVpcAssociationIdentifier,
            snapshot,
            given,
            leaving => new() { Id = leaving.Id, Status = leaving.Status, Arn = leaving.Arn });
}
