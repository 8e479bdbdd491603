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
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ServiceNetworkServiceAssociation>(
            realm, request.ServiceNetworkServiceAssociationIdentifier, out var association, out var refusal))
        {
            return refusal;
        }

        var service = realm.Of<LatticeService>()[association.ServiceId];
        var network = realm.Of<ServiceNetwork>()[association.ServiceNetworkId];
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

        var realm = snapshot.In(given.Scope);
        return new ListServiceNetworkServiceAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(realm, association))],
            NextToken = page.NextToken,
        };
    }

    private static ServiceNetworkServiceAssociationSummary Summary(
        Realm realm, ServiceNetworkServiceAssociation association)
    {
        var service = realm.Of<LatticeService>()[association.ServiceId];
        var network = realm.Of<ServiceNetwork>()[association.ServiceNetworkId];
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
