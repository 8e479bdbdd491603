using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetServiceNetwork and ListServiceNetworks, of shared ones too. Associations count until gone.</summary>
internal static class ReadServiceNetworks
{
    public static Decision<GetServiceNetworkResponse> Get(
        GetServiceNetworkRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFindVisible<ServiceNetwork>(
            snapshot,
            given,
            request.ServiceNetworkIdentifier,
            SharePermission.ServiceNetwork.Read,
            out var network,
            out var refusal))
        {
            return refusal;
        }

        var realm = snapshot.In(Ownership.Of(network));
        return new GetServiceNetworkResponse
        {
            Id = network.Id,
            Name = network.Name,
            CreatedAt = network.CreatedAt,
            LastUpdatedAt = network.LastUpdatedAt,
            Arn = network.Arn,
            AuthType = network.AuthType,
            SharingConfig = new SharingConfig { Enabled = network.SharingEnabled },
            NumberOfAssociatedVPCs = Associations.CountVpcsOf(realm, network.Id),
            NumberOfAssociatedServices = Associations.CountServicesOf(realm, network.Id),
        };
    }

    public static Decision<ListServiceNetworksResponse> List(
        ListServiceNetworksRequest request, Snapshot snapshot, Given given)
    {
        if (!Page<ServiceNetwork>.TryCut(
            VpcLatticeApi.ListServiceNetworks,
            request,
            given,
            Visibility.All<ServiceNetwork>(snapshot, given.Scope),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworksResponse
        {
            Items = [.. page.Resources.Select(network => Summary(snapshot.In(Ownership.Of(network)), network))],
            NextToken = page.NextToken,
        };
    }

    private static ServiceNetworkSummary Summary(Realm realm, ServiceNetwork network) => new()
    {
        Id = network.Id,
        Name = network.Name,
        Arn = network.Arn,
        CreatedAt = network.CreatedAt,
        LastUpdatedAt = network.LastUpdatedAt,
        NumberOfAssociatedVPCs = Associations.CountVpcsOf(realm, network.Id),
        NumberOfAssociatedServices = Associations.CountServicesOf(realm, network.Id),
        NumberOfAssociatedResourceConfigurations = Associations.ResourcesOf(realm, network.Id).Count(),
    };
}
