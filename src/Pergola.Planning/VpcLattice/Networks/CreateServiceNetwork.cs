using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateServiceNetwork: usable at once; names are unique in account and region.</summary>
internal static class CreateServiceNetwork
{
    public static Decision<CreateServiceNetworkResponse> Decide(
        CreateServiceNetworkRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ServiceNetwork>(
            VpcLatticeApi.CreateServiceNetwork, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        var networks = realm.Of<ServiceNetwork>();
        if (networks.TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if ((LatticeTags.Refuse(request.Tags)
            ?? UniqueName.Refuse<ServiceNetwork>(realm, request.Name)
            ?? LatticeQuota.ServiceNetworks.Refuse<ServiceNetwork>(given, networks.Count)) is { } refused)
        {
            return refused;
        }

        var id = Mint.ResourceId(LatticeIds.ServiceNetwork, given.Entropy);
        var network = new ServiceNetwork
        {
            ServiceNetworkId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetwork", id),
            Name = request.Name,
            AuthType = request.AuthType ?? AuthType.None,
            SharingEnabled = request.SharingConfig?.Enabled ?? true,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateServiceNetworkResponse>.Accept(
            Response(network), [new Change.Put(given.Scope, network), .. token.Remember(given, id)]);
    }

    private static CreateServiceNetworkResponse Response(ServiceNetwork network) => new()
    {
        Id = network.Id,
        Name = network.Name,
        Arn = network.Arn,
        AuthType = network.AuthType,
        SharingConfig = new SharingConfig { Enabled = network.SharingEnabled },
    };
}
