using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetServiceNetwork and ListServiceNetworks. An association counts until it is gone.</summary>
internal static class ReadServiceNetworks
{
    public static Decision<GetServiceNetworkResponse> Get(
        GetServiceNetworkRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ServiceNetwork>(
            realm, request.ServiceNetworkIdentifier, out var network, out var refusal))
        {
            return refusal;
        }

        return new GetServiceNetworkResponse
        {
            Id = network.Id,
            Name = network.Name,
            CreatedAt = network.CreatedAt,
            LastUpdatedAt = network.LastUpdatedAt,
            Arn = network.Arn,
            AuthType = network.AuthType,
            SharingConfig = new SharingConfig { Enabled = network.SharingEnabled },
            NumberOfAssociatedVPCs = Associations.VpcsOf(realm, network.Id).Count(),
            NumberOfAssociatedServices = Associations.ServicesOf(realm, network.Id).Count(),
        };
    }

    public static Decision<ListServiceNetworksResponse> List(
        ListServiceNetworksRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!Page<ServiceNetwork>.TryCut(
            VpcLatticeApi.ListServiceNetworks,
            request,
            given,
            realm.Of<ServiceNetwork>().All,
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworksResponse
        {
            Items = [.. page.Resources.Select(network => Summary(realm, network))],
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
        NumberOfAssociatedVPCs = Associations.VpcsOf(realm, network.Id).Count(),
        NumberOfAssociatedServices = Associations.ServicesOf(realm, network.Id).Count(),
        NumberOfAssociatedResourceConfigurations = Associations.ResourcesOf(realm, network.Id).Count(),
    };
}
