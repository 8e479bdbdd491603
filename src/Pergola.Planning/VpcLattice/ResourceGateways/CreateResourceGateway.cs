using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateResourceGateway: ACTIVE once the node's VPC stands with the gateway's interfaces.</summary>
internal static class CreateResourceGateway
{
    /// <summary>AWS's default (VPC Lattice user guide, "Resource gateways").</summary>
    private const int DefaultAddressesPerEni = 16;

    public static Decision<CreateResourceGatewayResponse> Decide(
        CreateResourceGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ResourceGateway>(
            VpcLatticeApi.CreateResourceGateway, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ResourceGateway>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if ((GatewayPlace.Refuse(realm, request) ?? Refuse(realm, request, given)) is { } refused)
        {
            return refused;
        }

        var gateway = Make(request, snapshot, given);
        var (interfaces, refusal) = GatewayInterfaces.Allocate(gateway, snapshot, given);
        if (refusal is not null)
        {
            return refusal;
        }

        var made = gateway with
        {
            SecurityGroupIds = interfaces[0].SecurityGroupIds,
            NetworkInterfaceIds = [.. interfaces.Select(each => each.NetworkInterfaceId)],
        };
        return new Decision<CreateResourceGatewayResponse>.Accept(
            Response(made),
            [
                .. interfaces.Select(each => new Change.Put(given.Scope, each)),
                new Change.Put(given.Scope, made),
                .. token.Remember(given, made.Id),
            ]);
    }

    private static LatticeError? Refuse(Realm realm, CreateResourceGatewayRequest request, Given given)
    {
        var inVpc = realm.Of<ResourceGateway>().By(request.VpcIdentifier!)
            .Count(other => other.VpcId == request.VpcIdentifier);
        return UniqueName.Refuse<ResourceGateway>(realm, request.Name)
            ?? LatticeQuota.ResourceGateways.Refuse<ResourceGateway>(given, inVpc, request.VpcIdentifier);
    }

    private static ResourceGateway Make(CreateResourceGatewayRequest request, Snapshot snapshot, Given given)
    {
        var id = Mint.ResourceId(LatticeIds.ResourceGateway, given.Entropy);
        return new ResourceGateway
        {
            ResourceGatewayId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "resourcegateway", id),
            Name = request.Name,
            VpcId = request.VpcIdentifier!,
            SubnetIds = [.. request.SubnetIds!],
            SecurityGroupIds = [.. request.SecurityGroupIds ?? []],
            IpAddressType = request.IpAddressType ?? ResourceGatewayIpAddressType.Ipv4,
            Ipv4AddressesPerEni = request.Ipv4AddressesPerEni ?? DefaultAddressesPerEni,
            DnsResolution = request.ResourceConfigDnsResolution ?? ResourceConfigDnsResolution.Public,
            Status = ResourceGatewayStatus.CreateInProgress,
            SinceRevision = snapshot.Revision + 1,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static CreateResourceGatewayResponse Response(ResourceGateway gateway) => new()
    {
        Name = gateway.Name,
        Id = gateway.Id,
        Arn = gateway.Arn,
        Status = gateway.Status,
        VpcIdentifier = gateway.VpcId,
        SubnetIds = gateway.SubnetIds,
        SecurityGroupIds = gateway.SecurityGroupIds,
        IpAddressType = gateway.IpAddressType,
        Ipv4AddressesPerEni = gateway.Ipv4AddressesPerEni,
        ResourceConfigDnsResolution = gateway.DnsResolution,
    };
}
