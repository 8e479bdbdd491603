using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Where a resource gateway can be: subnets of one VPC, one in each zone, that have its kind of address.
/// </summary>
internal static class GatewayPlace
{
    /// <summary>The refusal of a place that cannot be; null when it can. All faults of the fields at once.</summary>
    public static LatticeError? Refuse(Realm realm, CreateResourceGatewayRequest request)
    {
        if (LatticeError.Validation.OfAll(Faults(request)) is { } faulty)
        {
            return faulty;
        }

        return realm.Of<Vpc>().Find(request.VpcIdentifier) is null
            ? new LatticeError.NotFound(request.VpcIdentifier!, "VPC")
            : RefuseSubnets(realm, request.VpcIdentifier!, request.SubnetIds!)
                ?? VpcAssociationGroups.Refuse(
                    realm, request.VpcIdentifier!, VpcAssociationGroups.Of(request.SecurityGroupIds));
    }

    private static IEnumerable<FieldFault> Faults(CreateResourceGatewayRequest request) =>
        [.. AbsenceFaults(request), .. AddressFaults(request), .. LatticeTags.Faults(request.Tags)];

    // The model requires neither, but AWS can make nothing without.
    private static IEnumerable<FieldFault> AbsenceFaults(CreateResourceGatewayRequest request)
    {
        if (request.VpcIdentifier is null)
        {
            yield return new FieldFault("vpcIdentifier", "vpcIdentifier is needed: the VPC of the resources.");
        }

        if (request.SubnetIds is not { Count: > 0 })
        {
            yield return new FieldFault("subnetIds", "subnetIds must name at least one subnet of the VPC.");
        }
    }

    // Subnets here have no IPv6 networks, so neither IPV6 nor DUALSTACK can fit them.
    private static IEnumerable<FieldFault> AddressFaults(CreateResourceGatewayRequest request)
    {
        if (request.IpAddressType is not (null or ResourceGatewayIpAddressType.Ipv4))
        {
            yield return new FieldFault(
                "ipAddressType",
                $"ipAddressType {request.IpAddressType} does not fit the subnets, which have no IPv6 network; it must "
                + "be IPV4.");
        }

        if (request.IpAddressType is ResourceGatewayIpAddressType.Ipv6)
        {
            if (request.Ipv4AddressesPerEni is { } count)
            {
                yield return new FieldFault(
                    "ipv4AddressesPerEni",
                    $"ipv4AddressesPerEni {count} cannot be set for ipAddressType IPV6; leave it out.");
            }

            if (request.ResourceConfigDnsResolution is ResourceConfigDnsResolution.InVpc)
            {
                yield return new FieldFault(
                    "resourceConfigDnsResolution",
                    "resourceConfigDnsResolution IN_VPC needs ipAddressType IPV4 or DUALSTACK.");
            }
        }
    }

    private static LatticeError? RefuseSubnets(Realm realm, string vpcId, IReadOnlyList<string> subnetIds)
    {
        var byZone = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in subnetIds)
        {
            if (realm.Of<Subnet>().Find(id) is not { } subnet)
            {
                return new LatticeError.NotFound(id, "SUBNET");
            }

            if (subnet.VpcId != vpcId)
            {
                return LatticeError.Validation.Of(
                    "subnetIds", $"Subnet {id} is of {subnet.VpcId}; it must be of {vpcId}.");
            }

            if (!byZone.TryAdd(subnet.AvailabilityZone, id))
            {
                return LatticeError.Validation.Of(
                    "subnetIds",
                    $"Subnets {byZone[subnet.AvailabilityZone]} and {id} are both in {subnet.AvailabilityZone}; a "
                    + "resource gateway takes one subnet of each zone.");
            }
        }

        return null;
    }
}
