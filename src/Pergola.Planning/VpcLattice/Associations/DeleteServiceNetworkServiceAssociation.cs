using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteServiceNetworkServiceAssociation: gone once the node no longer serves it.</summary>
internal static class DeleteServiceNetworkServiceAssociation
{
    public static Decision<DeleteServiceNetworkServiceAssociationResponse> Decide(
        DeleteServiceNetworkServiceAssociationRequest request, Snapshot snapshot, Given given) =>
        AssociationEnd.Begin<ServiceNetworkServiceAssociation, DeleteServiceNetworkServiceAssociationResponse>(
            request.ServiceNetworkServiceAssociationIdentifier,
            snapshot,
            given,
            leaving => new() { Id = leaving.Id, Status = leaving.Status, Arn = leaving.Arn });
}
