using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetServiceNetworkServiceAssociation and ListServiceNetworkServiceAssociations.</summary>
internal static class ReadServiceNetworkServiceAssociations
{
    public static Decision<GetServiceNetworkServiceAssociationResponse> Get(
        GetServiceNetworkServiceAssociationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFindAssociation<ServiceNetworkServiceAssociation>(
            snapshot, given, request.ServiceNetworkServiceAssociationIdentifier, out var association, out var refusal))
        {
            return refusal;
        }

        var service = Ownership.Get<LatticeService>(snapshot, given.Scope, association.ServiceId);
        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
        return new GetServiceNetworkServiceAssociationResponse
        {
            Id = association.Id,
            Status = association.Status,
            Arn = association.Arn,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ServiceId = service.Id,
            ServiceName = service.Name,
            ServiceArn = service.Arn,
            ServiceNetworkId = network.Id,
            ServiceNetworkName = network.Name,
            ServiceNetworkArn = network.Arn,
            DnsEntry = ServiceDns.EntryOf(service),
            CustomDomainName = service.CustomDomainName,
            FailureCode = association.FailureCode,
            FailureMessage = association.FailureMessage,
        };
    }

    public static Decision<ListServiceNetworkServiceAssociationsResponse> List(
        ListServiceNetworkServiceAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var list = new AssociationList(
            request.ServiceNetworkIdentifier, "serviceIdentifier", request.ServiceIdentifier);
        if (!list.TryCut<ServiceNetworkServiceAssociation>(
            VpcLatticeApi.ListServiceNetworkServiceAssociations,
            request,
            snapshot,
            given,
            association => LatticeLookup.IsMeant(list.Other, association.ServiceId),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworkServiceAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(snapshot, given, association))],
            NextToken = page.NextToken,
        };
    }

    private static ServiceNetworkServiceAssociationSummary Summary(
        Snapshot snapshot, Given given, ServiceNetworkServiceAssociation association)
    {
        var service = Ownership.Get<LatticeService>(snapshot, given.Scope, association.ServiceId);
        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
        return new ServiceNetworkServiceAssociationSummary
        {
            Id = association.Id,
            Status = association.Status,
            Arn = association.Arn,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ServiceId = service.Id,
            ServiceName = service.Name,
            ServiceArn = service.Arn,
            ServiceNetworkId = network.Id,
            ServiceNetworkName = network.Name,
            ServiceNetworkArn = network.Arn,
            DnsEntry = ServiceDns.EntryOf(service),
            CustomDomainName = service.CustomDomainName,
        };
    }
}
