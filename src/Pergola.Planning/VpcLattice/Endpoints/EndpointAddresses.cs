using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Gives every resource behind an endpoint an address in each of its subnets, and takes it back. Services need none of
/// their own: the endpoint's first addresses serve them all, because a request names its service. A subnet that has no
/// address left goes without until one is free.
/// </summary>
internal static class EndpointAddresses
{
    /// <summary>The changes that bring an endpoint's addresses in line with what it leads to.</summary>
    public static ImmutableArray<Change> Step(Snapshot snapshot, Scope scope, VpcEndpoint endpoint)
    {
        var realm = snapshot.In(scope);
        var members = EndpointMember.Of(snapshot, scope, endpoint).ToImmutableArray();
        var wanted = members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        var kept = endpoint.Resources.Where(resource => wanted.Contains(resource.MemberId)).ToImmutableArray();
        var interfaces = endpoint.NetworkInterfaceIds
            .Select(id => Without(realm.Of<NetworkInterface>()[id], endpoint.Resources.Except(kept)))
            .ToArray();
        var resources = members
            .Select(member => kept.FirstOrDefault(resource => resource.MemberId == member.Id)
                ?? new EndpointResource(member.Id, [], 0, Stands: false))
            .Select(resource => Complete(snapshot, realm, endpoint, resource, interfaces))
            .Where(resource => !resource.Addresses.IsEmpty)
            .ToImmutableArray();
        return resources.SequenceEqual(endpoint.Resources)
            ? []
            :
            [
                .. interfaces.Where(each => each != realm.Of<NetworkInterface>()[each.NetworkInterfaceId])
                    .Select(each => new Change.Put(scope, each)),
                new Change.Put(scope, endpoint with { Resources = resources }),
            ];
    }

    private static EndpointResource Complete(
        Snapshot snapshot, Realm realm, VpcEndpoint endpoint, EndpointResource resource, NetworkInterface[] interfaces)
    {
        var addresses = resource.Addresses;
        for (var i = 0; i < interfaces.Length; i++)
        {
            var carrier = interfaces[i];
            if (addresses.Any(each => each.NetworkInterfaceId == carrier.NetworkInterfaceId))
            {
                continue;
            }

            if (IsAlone(snapshot, endpoint))
            {
                addresses = addresses.Add(new(carrier.NetworkInterfaceId, carrier.PrivateIpAddress));
            }
            else if (InterfaceAllocation.NextAddress(realm, carrier.SubnetId, interfaces) is { } address)
            {
                interfaces[i] = carrier with { SecondaryAddresses = carrier.SecondaryAddresses.Add(address) };
                addresses = addresses.Add(new(carrier.NetworkInterfaceId, address));
            }
        }

        return addresses == resource.Addresses
            ? resource
            : new EndpointResource(resource.MemberId, addresses, snapshot.Revision + 1, Stands: false);
    }

    // An endpoint for one resource needs no address beside its interfaces' own.
    private static bool IsAlone(Snapshot snapshot, VpcEndpoint endpoint) =>
        endpoint.EndpointType == VpcEndpointKind.Resource
        && snapshot.In(VpcEndpoints.OwnerOfTarget(endpoint)).Of<ResourceConfiguration>()[endpoint.TargetId!].Type
            != ResourceConfigurationType.Group;

    private static NetworkInterface Without(NetworkInterface carrier, IEnumerable<EndpointResource> leaving)
    {
        var gone = leaving.SelectMany(resource => resource.Addresses)
            .Where(each => each.NetworkInterfaceId == carrier.NetworkInterfaceId
                && carrier.SecondaryAddresses.Contains(each.Address))
            .Select(each => each.Address)
            .ToList();
        return gone.Count == 0
            ? carrier
            : carrier with { SecondaryAddresses = carrier.SecondaryAddresses.RemoveRange(gone) };
    }
}
