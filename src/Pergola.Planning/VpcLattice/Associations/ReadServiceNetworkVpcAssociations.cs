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
        if (!LatticeLookup.TryFindAssociation<ServiceNetworkVpcAssociation>(
            snapshot, given, request.ServiceNetworkVpcAssociationIdentifier, out var association, out var refusal))
        {
            return refusal;
        }

        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
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
            FailureCode = association.FailureCode,
            FailureMessage = association.FailureMessage,
        };
    }

    public static Decision<ListServiceNetworkVpcAssociationsResponse> List(
        ListServiceNetworkVpcAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var list = new AssociationList(request.ServiceNetworkIdentifier, "vpcIdentifier", request.VpcIdentifier);
        if (!list.TryCut<ServiceNetworkVpcAssociation>(
            VpcLatticeApi.ListServiceNetworkVpcAssociations,
            request,
            snapshot,
            given,
            association => LatticeLookup.IsMeant(list.Other, association.VpcId),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworkVpcAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(snapshot, given, association))],
            NextToken = page.NextToken,
        };
    }

    private static ServiceNetworkVpcAssociationSummary Summary(
        Snapshot snapshot, Given given, ServiceNetworkVpcAssociation association)
    {
        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
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
