using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Machine.Network;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Fabric;

/// <summary>What a VPC needs for its endpoints: addresses that are Lattice's own, and who may enter there.</summary>
internal static class EndpointFabric
{
    public static IEnumerable<EndpointSpec> Endpoints(Snapshot snapshot, Scope scope, Vpc vpc) =>
        snapshot.In(scope).Of<VpcEndpoint>().Under(vpc.VpcId)
            .Where(VpcEndpoints.Serves)
            .Select(endpoint => new EndpointSpec(
                endpoint.VpcEndpointId,
                [.. Addresses(snapshot.In(scope), endpoint)],
                [.. endpoint.SecurityGroupIds])
            {
                Resources = [.. Entrances(snapshot, scope, endpoint)],
            });

    private static IEnumerable<IPAddress> Addresses(Realm realm, VpcEndpoint endpoint) => endpoint.NetworkInterfaceIds
        .SelectMany(id => realm.Of<NetworkInterface>()[id].AllAddresses())
        .Select(IPAddress.Parse);

    private static IEnumerable<ResourceEntranceSpec> Entrances(Snapshot snapshot, Scope scope, VpcEndpoint endpoint) =>
        from member in EndpointMember.Of(snapshot, scope, endpoint)
        from resource in endpoint.Resources
        where resource.MemberId == member.Id
        from address in resource.Addresses
        from ports in member.Configuration.PortRanges.Select(PortRanges.Read)
        select new ResourceEntranceSpec(IPAddress.Parse(address.Address), ports.First, ports.Last);
}
