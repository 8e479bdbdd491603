using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// A subnet as the API shows it. Flags that are off are written, since clients set those that are absent.
/// </summary>
internal static class SubnetView
{
    public static Shape.Subnet Of(Scope scope, Realm realm, Subnet subnet) => new()
    {
        SubnetId = subnet.SubnetId,
        SubnetArn = Arn.Of("ec2", scope, $"subnet/{subnet.SubnetId}"),
        VpcId = subnet.VpcId,
        OwnerId = scope.Account,
        State = "available",
        CidrBlock = subnet.CidrBlock,
        AvailableIpAddressCount = InterfaceAllocation.FreeAddresses(realm, subnet),
        AvailabilityZone = subnet.AvailabilityZone,
        AvailabilityZoneId = Zones.IdOf(scope, subnet.AvailabilityZone),
        DefaultForAz = false,
        MapPublicIpOnLaunch = subnet.MapPublicIpOnLaunch,
        MapCustomerOwnedIpOnLaunch = false,
        AssignIpv6AddressOnCreation = false,
        Ipv6CidrBlockAssociationSet = [],
        EnableDns64 = subnet.EnableDns64,
        Ipv6Native = false,
        PrivateDnsNameOptionsOnLaunch = new Shape.PrivateDnsNameOptionsOnLaunch
        {
            HostnameType = subnet.HostnameType,
            EnableResourceNameDnsARecord = subnet.EnableResourceNameDnsARecord,
            EnableResourceNameDnsAAAARecord = false,
        },
        Tags = TagList.Write(subnet.Tags),
    };
}
