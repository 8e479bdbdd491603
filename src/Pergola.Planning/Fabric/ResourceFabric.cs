using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Network;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Fabric;

/// <summary>What VPCs need for resources of VPC Lattice: those of their clients, and their own.</summary>
internal static class ResourceFabric
{
    /// <summary>The addresses and ports at which clients of an associated VPC enter.</summary>
    public static IEnumerable<ResourceEntranceSpec> Entrances(
        Snapshot snapshot, Scope scope, ServiceNetworkVpcAssociation association) =>
        from entrance in ResourceEntrance.Of(
            snapshot, Ownership.Get<ServiceNetwork>(snapshot, scope, association.ServiceNetworkId))
        from ports in entrance.Ports
        select new ResourceEntranceSpec(entrance.Address, ports.First, ports.Last);

    /// <summary>The VPC's gateways, with the addresses of their interfaces.</summary>
    public static IEnumerable<ResourceGatewaySpec> Gateways(Realm realm, Vpc vpc) => realm.Of<ResourceGateway>()
        .By(vpc.VpcId)
        .Where(gateway => gateway.VpcId == vpc.VpcId && gateway.Status != ResourceGatewayStatus.DeleteInProgress)
        .Select(gateway => new ResourceGatewaySpec(
            gateway.Id, [.. AddressesOf(realm, gateway)], [.. gateway.SecurityGroupIds]));

    /// <summary>The addresses of a gateway's interfaces, in the order of its subnets.</summary>
    public static IEnumerable<IPAddress> AddressesOf(Realm realm, ResourceGateway gateway) =>
        gateway.NetworkInterfaceIds
            .Select(id => IPAddress.Parse(realm.Of<NetworkInterface>()[id].PrivateIpAddress));
}
