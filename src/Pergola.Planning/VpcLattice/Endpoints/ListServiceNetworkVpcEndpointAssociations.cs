using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointState = Pergola.Domain.Network.VpcEndpointState;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// ListServiceNetworkVpcEndpointAssociations: the endpoints of type ServiceNetwork that lead to a network, whichever
/// account's they are. EC2 makes and deletes them.
/// </summary>
internal static class ListServiceNetworkVpcEndpointAssociations
{
    /// <summary>The operation has no error for a network that does not exist.</summary>
    public static Decision<ListServiceNetworkVpcEndpointAssociationsResponse> Decide(
        ListServiceNetworkVpcEndpointAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var isVisible = LatticeLookup.TryFindVisible<ServiceNetwork>(
            snapshot,
            given,
            request.ServiceNetworkIdentifier,
            SharePermission.ServiceNetwork.Read,
            out var network,
            out var unseen);
        if (!isVisible && unseen is LatticeError.AccessDenied)
        {
            return unseen;
        }

        var owners = network is null
            ? []
            : VpcEndpoints.To(snapshot, given.Scope.Region, network.Id)
                .ToDictionary(entry => entry.Endpoint, entry => entry.Owner);
        if (!Page<VpcEndpoint>.TryCut(
            VpcLatticeApi.ListServiceNetworkVpcEndpointAssociations,
            request,
            given,
            owners.Keys.OrderBy(endpoint => endpoint.Ordinal),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworkVpcEndpointAssociationsResponse
        {
            Items =
            [
                .. page.Resources.Select(endpoint => new ServiceNetworkEndpointAssociation
                {
                    VpcEndpointId = endpoint.VpcEndpointId,
                    VpcId = endpoint.VpcId,
                    VpcEndpointOwnerId = owners[endpoint].Account,
                    Id = EndpointNames.AssociationId("sn", endpoint.VpcEndpointId, network!.Id),
                    State = StateOf(endpoint),
                    ServiceNetworkArn = network.Arn,
                    CreatedAt = endpoint.CreatedAt,
                }),
            ],
            NextToken = page.NextToken,
        };
    }

    // Lattice's words for EC2's states; AWS CLI's example has ACTIVE.
    private static string StateOf(VpcEndpoint endpoint) => endpoint.State switch
    {
        VpcEndpointState.Pending => ServiceNetworkVpcAssociationStatus.CreateInProgress,
        VpcEndpointState.Deleting => ServiceNetworkVpcAssociationStatus.DeleteInProgress,
        VpcEndpointState.Failed => ServiceNetworkVpcAssociationStatus.CreateFailed,
        _ => ServiceNetworkVpcAssociationStatus.Active,
    };
}
