using Pergola.Api.VpcLattice;
using Pergola.Domain;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// ListResourceEndpointAssociations and DeleteResourceEndpointAssociation. EC2's VPC endpoints make these associations;
/// there are no endpoints of that kind yet, so lists are empty and nothing can be deleted.
/// </summary>
internal static class ResourceEndpointAssociations
{
    public static Decision<ListResourceEndpointAssociationsResponse> List(
        ListResourceEndpointAssociationsRequest request, Snapshot snapshot, Given given) =>
        new ListResourceEndpointAssociationsResponse { Items = [] };

    public static Decision<DeleteResourceEndpointAssociationResponse> Delete(
        DeleteResourceEndpointAssociationRequest request, Snapshot snapshot, Given given) =>
        new LatticeError.NotFound(
            request.ResourceEndpointAssociationIdentifier, "RESOURCE_ENDPOINT_ASSOCIATION");
}
