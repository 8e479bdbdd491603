using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Changes one attribute of a subnet.</summary>
internal static class ModifySubnetAttribute
{
    public static Decision<Nothing> Decide(Shape.ModifySubnetAttributeRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<Subnet>().TryGet(request.SubnetId, out var subnet))
        {
            return new Ec2Error.NotFound(Noun.Subnet, request.SubnetId ?? "");
        }

        if (request.AssignIpv6AddressOnCreation?.Value == true
            || request.EnableResourceNameDnsAAAARecordOnLaunch?.Value == true
            || request.MapCustomerOwnedIpOnLaunch?.Value == true
            || request.EnableLniAtDeviceIndex is not null)
        {
            return new Ec2Error.Unsupported(
                "IPv6 addresses, customer-owned addresses and local network interfaces are not supported.");
        }

        if (request.PrivateDnsHostnameTypeOnLaunch is not (null or "ip-name" or "resource-name"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.PrivateDnsHostnameTypeOnLaunch}) for parameter privateDnsHostnameTypeOnLaunch is "
                + "invalid. It must be ip-name or resource-name.");
        }

        return Done.With(new Change.Put(given.Scope, subnet with
        {
            MapPublicIpOnLaunch = request.MapPublicIpOnLaunch?.Value ?? subnet.MapPublicIpOnLaunch,
            EnableDns64 = request.EnableDns64?.Value ?? subnet.EnableDns64,
            HostnameType = request.PrivateDnsHostnameTypeOnLaunch ?? subnet.HostnameType,
            EnableResourceNameDnsARecord =
                request.EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.EnableResourceNameDnsARecord,
        }));
    }
}
