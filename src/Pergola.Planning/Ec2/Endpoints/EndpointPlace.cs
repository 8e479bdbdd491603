using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Where an endpoint can be: subnets of one VPC, one in each zone, with groups of that VPC.</summary>
internal static class EndpointPlace
{
    /// <summary>The refusal of a place that cannot be; null when it can.</summary>
    public static Ec2Error? Refuse(Realm realm, Shape.CreateVpcEndpointRequest request)
    {
        if (realm.Of<Vpc>().Find(request.VpcId) is null)
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId);
        }

        if (request.SubnetIds is not { Count: > 0 })
        {
            return new Ec2Error.MissingParameter("SubnetId");
        }

        return RefuseSubnets(realm, request.VpcId, request.SubnetIds)
            ?? RefuseConfigurations(request.SubnetIds, request.SubnetConfigurations)
            ?? RefuseFamily("IpAddressType", request.IpAddressType)
            ?? RefuseFamily("DnsOptions.DnsRecordIpType", request.DnsOptions?.DnsRecordIpType)
            ?? InterfaceAllocation.GroupsError(realm, request.VpcId, [.. request.SecurityGroupIds ?? []]);
    }

    /// <summary>The refusal of subnets that are not there, of another VPC, or two in one zone.</summary>
    public static Ec2Error? RefuseSubnets(Realm realm, string vpcId, IEnumerable<string> subnetIds)
    {
        var byZone = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in subnetIds)
        {
            if (realm.Of<Subnet>().Find(id) is not { } subnet)
            {
                return new Ec2Error.NotFound(Noun.Subnet, id);
            }

            if (subnet.VpcId != vpcId)
            {
                return new Ec2Error.DifferentNetworks($"Subnet {id} is of {subnet.VpcId}; it must be of {vpcId}.");
            }

            if (!byZone.TryAdd(subnet.AvailabilityZone, id) && byZone[subnet.AvailabilityZone] != id)
            {
                return new Ec2Error.DuplicateSubnetsInSameZone(
                    byZone[subnet.AvailabilityZone], id, subnet.AvailabilityZone);
            }
        }

        return null;
    }

    /// <summary>
    /// The refusal of an endpoint whose zones are all others than the gateway's of its resource (AWS PrivateLink guide,
    /// "Access VPC resources").
    /// </summary>
    public static Ec2Error? RefuseApart(
        Snapshot snapshot, Scope scope, IEnumerable<string> subnetIds, LatticeResource target)
    {
        if (target is not ResourceConfiguration configuration)
        {
            return null;
        }

        var owner = snapshot.In(Ownership.Of(target));
        var gateway = owner.Of<ResourceGateway>()[configuration.ResourceGatewayId];
        var zones = gateway.SubnetIds.Select(id => owner.Of<Subnet>()[id].AvailabilityZone).ToArray();
        return subnetIds.Any(id => zones.Contains(snapshot.In(scope).Of<Subnet>()[id].AvailabilityZone))
            ? null
            : new Ec2Error.DifferentNetworks(
                $"None of the subnets is in a zone of resource gateway {gateway.Id}: {string.Join(", ", zones)}. At "
                + "least one must be.");
    }

    private static Ec2Error? RefuseConfigurations(
        IReadOnlyList<string> subnetIds, IReadOnlyList<Shape.SubnetConfiguration>? configurations)
    {
        foreach (var configuration in configurations ?? [])
        {
            if (!subnetIds.Contains(configuration.SubnetId))
            {
                return new Ec2Error.InvalidParameterValue(
                    $"SubnetConfiguration names subnet '{configuration.SubnetId}', which is not among the SubnetIds.");
            }

            if (configuration.Ipv6 is { } address)
            {
                return new Ec2Error.Unsupported($"The IPv6 address {address} cannot be had; VPCs have only IPv4 here.");
            }
        }

        return null;
    }

    // AWS writes IPV4 for these types of endpoints, its model ipv4.
    private static Ec2Error? RefuseFamily(string parameter, string? family) =>
        family is null || family.Equals("ipv4", StringComparison.OrdinalIgnoreCase)
            ? null
            : new Ec2Error.InvalidParameterValue(
                $"Value ({family}) for parameter {parameter} is invalid. The subnets have no IPv6 network; it must be "
                + "ipv4.");
}
