using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Detaches an internet gateway from a VPC in which no interface has a public address.</summary>
internal static class DetachInternetGateway
{
    public static Decision<Nothing> Decide(Shape.DetachInternetGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<InternetGateway>().TryGet(request.InternetGatewayId, out var gateway))
        {
            return new Ec2Error.NotFound(Noun.InternetGateway, request.InternetGatewayId ?? "");
        }

        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (gateway.VpcId != vpc.VpcId)
        {
            return new Ec2Error.GatewayNotAttached(gateway.InternetGatewayId, vpc.VpcId);
        }

        string[] mapped =
        [
            .. realm.Of<Subnet>().Under(vpc.VpcId)
                .SelectMany(subnet => realm.Of<NetworkInterface>().Under(subnet.SubnetId))
                .Select(each => (Interface: each, Address: ElasticIps.PublicAddressOf(realm, each)))
                .Where(each => each.Address is not null)
                .Select(each => $"{each.Address} on {each.Interface.NetworkInterfaceId} ({each.Interface.Owner})"),
        ];
        return mapped.Length > 0
            ? new Ec2Error.MappedAddresses(vpc.VpcId, mapped)
            : Done.With(new Change.Put(given.Scope, gateway with { VpcId = null }));
    }
}
