using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetServiceNetworkVpcAssociation and ListServiceNetworkVpcAssociations.</summary>
internal static class ReadServiceNetworkVpcAssociations
{
    public static Decision<GetServiceNetworkVpcAssociationResponse> Get(
        GetServiceNetworkVpcAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ServiceNetworkVpcAssociation>(
            realm, request.ServiceNetworkVpcAssociationIdentifier, out var association, out var refusal))
        {
            return refusal;
        }

        var network = realm.Of<ServiceNetwork>()[association.ServiceNetworkId];
        return new GetServiceNetworkVpcAssociationResponse
        {
            Id = association.Id,
            Status = association.Status,
            Arn = association.Arn,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ServiceNetworkId = network.Id,
            ServiceNetworkName = network.Name,
            ServiceNetworkArn = network.Arn,
            VpcId = association.VpcId,
            SecurityGroupIds = association.SecurityGroupIds,
            PrivateDnsEnabled = association.PrivateDnsEnabled,
            LastUpdatedAt = association.LastUpdatedAt,
            DnsOptions = association.DnsOptions,
        };
    }

    public static Decision<ListServiceNetworkVpcAssociationsResponse> List(
        ListServiceNetworkVpcAssociationsRequest request, Snapshot snapshot, Given given)
    {
        if (request.VpcIdentifier is null && request.ServiceNetworkIdentifier is null)
        {
            return LatticeError.Validation.Of(
                "serviceNetworkIdentifier", "Give serviceNetworkIdentifier, vpcIdentifier or both.");
        }

        var realm = snapshot.In(given.Scope);
        if (!Page<ServiceNetworkVpcAssociation>.TryCut(
            realm.Of<ServiceNetworkVpcAssociation>().All.Where(association =>
                (request.VpcIdentifier is null || association.VpcId == request.VpcIdentifier)
                && LatticeLookup.IsMeant(request.ServiceNetworkIdentifier, association.ServiceNetworkId)),
            request.MaxResults,
            request.NextToken,
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworkVpcAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(realm, association))],
            NextToken = page.NextToken,
        };
    }

    /// <summary>
    /// There are no endpoints of that kind yet, so a network's list is empty; so is that of a network that does not
    /// exist, for which the model has no error.
    /// </summary>
    public static Decision<ListServiceNetworkVpcEndpointAssociationsResponse> ListEndpoints(
        ListServiceNetworkVpcEndpointAssociationsRequest request, Snapshot snapshot, Given given) =>
        new ListServiceNetworkVpcEndpointAssociationsResponse { Items = [] };

    private static ServiceNetworkVpcAssociationSummary Summary(Realm realm, ServiceNetworkVpcAssociation association)
    {
        var network = realm.Of<ServiceNetwork>()[association.ServiceNetworkId];
        return new ServiceNetworkVpcAssociationSummary
        {
            Id = association.Id,
            Arn = association.Arn,
            Status = association.Status,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ServiceNetworkId = network.Id,
            ServiceNetworkName = network.Name,
            ServiceNetworkArn = network.Arn,
            PrivateDnsEnabled = association.PrivateDnsEnabled,
            DnsOptions = association.DnsOptions,
            VpcId = association.VpcId,
            LastUpdatedAt = association.LastUpdatedAt,
        };
    }
}
