using Pergola.Api.Ec2;
using Pergola.Domain;
using InternetGateway = Pergola.Domain.Network.InternetGateway;
using NatGateway = Pergola.Domain.Network.NatGateway;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using RouteTable = Pergola.Domain.Network.RouteTable;
using SecurityGroup = Pergola.Domain.Network.SecurityGroup;
using Subnet = Pergola.Domain.Network.Subnet;
using Vpc = Pergola.Domain.Network.Vpc;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who makes and deletes networks.</summary>
internal static class NetworkClient
{
    public static object Make(Realm realm, Dice dice)
    {
        var vpc = Id<Vpc>(realm, dice);
        var subnet = Id<Subnet>(realm, dice);
        var gateway = Id<InternetGateway>(realm, dice);
        var table = Id<RouteTable>(realm, dice);
        var group = Id<SecurityGroup>(realm, dice);
        return dice.Roll(15) switch
        {
            0 => new CreateVpcRequest { CidrBlock = $"10.{dice.Roll(2)}.0.0/16" },
            < 4 => new CreateSubnetRequest
            {
                VpcId = vpc, CidrBlock = $"10.{dice.Roll(2)}.{dice.Roll(4)}.0/{24 + (4 * dice.Roll(2))}",
            },
            4 => new CreateSecurityGroupRequest { VpcId = vpc, GroupName = $"g{dice.Roll(4)}", Description = "any" },
            5 => new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = group, IpPermissions = [Permission(realm, dice)],
            },
            6 => new CreateInternetGatewayRequest(),
            7 => new AttachInternetGatewayRequest { InternetGatewayId = gateway, VpcId = vpc },
            8 => new AllocateAddressRequest(),
            9 => new CreateNatGatewayRequest
            {
                SubnetId = subnet, AllocationId = Id<Domain.Network.ElasticIp>(realm, dice),
            },
            10 => new CreateRouteTableRequest { VpcId = vpc },
            11 => new AssociateRouteTableRequest { RouteTableId = table, SubnetId = subnet },
            12 => new CreateRouteRequest
            {
                RouteTableId = table, DestinationCidrBlock = "0.0.0.0/0", GatewayId = gateway,
            },
            13 => new CreateRouteRequest
            {
                RouteTableId = table,
                DestinationCidrBlock = $"11.{dice.Roll(3)}.0.0/16",
                NatGatewayId = Id<NatGateway>(realm, dice),
            },
            _ => new CreateNetworkInterfaceRequest { SubnetId = subnet, Groups = dice.OneIn(2) ? [] : [group] },
        };
    }

    public static object Delete(Realm realm, Dice dice) => dice.Roll(10) switch
    {
        0 => new DeleteVpcRequest { VpcId = Id<Vpc>(realm, dice) },
        1 => new DeleteSubnetRequest { SubnetId = Id<Subnet>(realm, dice) },
        2 => new DeleteSecurityGroupRequest { GroupId = Id<SecurityGroup>(realm, dice) },
        3 => new DetachInternetGatewayRequest
        {
            InternetGatewayId = Id<InternetGateway>(realm, dice), VpcId = Id<Vpc>(realm, dice),
        },
        4 => new DeleteInternetGatewayRequest { InternetGatewayId = Id<InternetGateway>(realm, dice) },
        5 => new ReleaseAddressRequest { AllocationId = Id<Domain.Network.ElasticIp>(realm, dice) },
        6 => new DeleteNatGatewayRequest { NatGatewayId = Id<NatGateway>(realm, dice) },
        7 => new DeleteRouteTableRequest { RouteTableId = Id<RouteTable>(realm, dice) },
        8 => new DeleteRouteRequest
        {
            RouteTableId = Id<RouteTable>(realm, dice), DestinationCidrBlock = "0.0.0.0/0",
        },
        _ => new DeleteNetworkInterfaceRequest { NetworkInterfaceId = Id<NetworkInterface>(realm, dice) },
    };

    /// <summary>One that exists, or the id of none.</summary>
    public static string Id<T>(Realm realm, Dice dice)
        where T : Resource => dice.OneIn(20) ? "absent" : dice.Any(realm.Of<T>().All)?.Id ?? "absent";

    private static IpPermission Permission(Realm realm, Dice dice) => dice.OneIn(2)
        ? new IpPermission
        {
            IpProtocol = "-1",
            UserIdGroupPairs = [new UserIdGroupPair { GroupId = Id<SecurityGroup>(realm, dice) }],
        }
        : new IpPermission
        {
            IpProtocol = "tcp", FromPort = 80, ToPort = 80, IpRanges = [new IpRange { CidrIp = "10.0.0.0/8" }],
        };
}
