using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Machine.Network;
using Pergola.Planning.Ec2;

namespace Pergola.Planning.Fabric;

/// <summary>From the state to the network that a node should have. VPC ids are unique among all accounts.</summary>
public static class FabricCompiler
{
    /// <summary>The network of every VPC of every account and region.</summary>
    public static FabricSpec Compile(Snapshot snapshot) => new(
        snapshot.Revision,
        [
            .. snapshot.Realms
                .SelectMany(entry => entry.Value.Of<Vpc>().All
                    .Select(vpc => CompileVpc(snapshot, entry.Key, entry.Value, vpc)))
                .OrderBy(vpc => vpc.VpcId, StringComparer.Ordinal),
        ]);

    private static VpcSpec CompileVpc(Snapshot snapshot, Scope scope, Realm realm, Vpc vpc)
    {
        var subnets = realm.Of<Subnet>().Under(vpc.VpcId).ToArray();
        return new VpcSpec(
            vpc.VpcId,
            [Cidr.Parse(vpc.CidrBlock), .. vpc.SecondaryCidrs.Select(extra => Cidr.Parse(extra.CidrBlock))],
            [.. subnets.Select(subnet => CompileSubnet(scope, realm, subnet))],
            [.. realm.Of<SecurityGroup>().Under(vpc.VpcId).Select(group => GroupCompiler.Compile(scope, realm, group))],
            [.. subnets.SelectMany(subnet => CompileInterfaces(realm, subnet))],
            CompileLattice(snapshot, scope, vpc),
            realm.Of<InternetGateway>().Under(vpc.VpcId).Any(),
            [.. subnets.SelectMany(subnet => CompileNatGateways(realm, subnet))],
            vpc.EnableDnsSupport)
        {
            ResourceGateways = [.. ResourceFabric.Gateways(realm, vpc)],
            Endpoints = [.. EndpointFabric.Endpoints(snapshot, scope, vpc)],
        };
    }

    private static SubnetSpec CompileSubnet(Scope scope, Realm realm, Subnet subnet)
    {
        var table = RouteTables.Of(realm, subnet);
        return new SubnetSpec(
            subnet.SubnetId,
            Cidr.Parse(subnet.CidrBlock),
            [.. (table?.Routes ?? []).SelectMany(route => CompileRoute(scope, realm, subnet.VpcId, route))]);
    }

    private static IEnumerable<RouteSpec> CompileRoute(Scope scope, Realm realm, string vpcId, Route route)
    {
        var target = CompileTarget(realm, vpcId, route);
        if (route.DestinationPrefixListId is { } listId)
        {
            return PrefixLists.Networks(realm, scope.Region, listId).Select(cidr => new RouteSpec(cidr, target));
        }

        // IPv6 routes are kept and shown; the fabric carries IPv4.
        return Cidr.TryParse(route.DestinationCidrBlock, out var destination) ? [new RouteSpec(
            destination, target)] : [];
    }

    private static RouteTarget CompileTarget(Realm realm, string vpcId, Route route)
    {
        if (!RouteTables.IsActive(realm, vpcId, route))
        {
            return new RouteTarget.Blackhole();
        }

        return route.NatGatewayId is { } gatewayId
            ? new RouteTarget.NatGateway(gatewayId)
            : new RouteTarget.InternetGateway();
    }

    private static IEnumerable<InterfaceSpec> CompileInterfaces(Realm realm, Subnet subnet)
    {
        foreach (var networkInterface in realm.Of<NetworkInterface>().Under(subnet.SubnetId))
        {
            yield return new InterfaceSpec(
                networkInterface.NetworkInterfaceId,
                networkInterface.SubnetId,
                IPAddress.Parse(networkInterface.PrivateIpAddress),
                networkInterface.MacAddress,
                [.. networkInterface.SecurityGroupIds],
                PublicAddressOf(realm, networkInterface),
                networkInterface.Sandbox,
                networkInterface.Owner);
        }
    }

    private static IPAddress? PublicAddressOf(Realm realm, NetworkInterface networkInterface)
    {
        // A NAT gateway's public address is the gateway's: nothing is forwarded to the interface behind it.
        if (networkInterface.InterfaceType != "interface")
        {
            return null;
        }

        var address = ElasticIps.PublicAddressOf(realm, networkInterface);
        return address is null ? null : IPAddress.Parse(address);
    }

    private static IEnumerable<NatGatewaySpec> CompileNatGateways(Realm realm, Subnet subnet) =>
        realm.Of<NatGateway>().Under(subnet.SubnetId)
            .Where(gateway => gateway.Stands)
            .Select(gateway => new NatGatewaySpec(
                gateway.NatGatewayId,
                gateway.SubnetId,
                IPAddress.Parse(gateway.PrivateIpAddress),
                gateway.PublicIp is null ? null : IPAddress.Parse(gateway.PublicIp)));

    private static LatticeAttachmentSpec? CompileLattice(Snapshot snapshot, Scope scope, Vpc vpc)
    {
        var association = LatticeAssociations.Of(snapshot.In(scope), vpc.VpcId)
            .FirstOrDefault(each => each.Status != "DELETE_IN_PROGRESS");
        return association is null
            ? null
            : new LatticeAttachmentSpec([.. association.SecurityGroupIds])
            {
                Resources = [.. ResourceFabric.Entrances(snapshot, scope, association)],
            };
    }
}
