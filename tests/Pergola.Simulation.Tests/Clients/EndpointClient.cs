using Pergola.Api.Ec2;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using static Pergola.Simulation.Tests.Clients.NetworkClient;
using SecurityGroup = Pergola.Domain.Network.SecurityGroup;
using ServiceNetwork = Pergola.Domain.VpcLattice.ServiceNetwork;
using Subnet = Pergola.Domain.Network.Subnet;
using Vpc = Pergola.Domain.Network.Vpc;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who reaches networks and resources, own and shared ones, by VPC endpoints.</summary>
internal static class EndpointClient
{
    public static object Make(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        var vpc = Id<Vpc>(realm, dice);
        var isNetworks = dice.OneIn(2);
        return dice.OneIn(4)
            ? Modify(world, who)
            : new CreateVpcEndpointRequest
            {
                VpcEndpointType = isNetworks ? VpcEndpointType.ServiceNetwork : VpcEndpointType.Resource,
                VpcId = vpc,
                SubnetIds = [dice.Any(realm.Of<Subnet>().Under(vpc))?.SubnetId ?? "subnet-0"],
                SecurityGroupIds = dice.OneIn(2) ? [] : [Id<SecurityGroup>(realm, dice)],
                PrivateDnsEnabled = dice.OneIn(4),
                ServiceNetworkArn = isNetworks ? world.Arn<ServiceNetwork>() : null,
                ResourceConfigurationArn = isNetworks ? null : world.Arn<ResourceConfiguration>(),
            };
    }

    public static object Delete(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        return dice.OneIn(3)
            ? new DeleteResourceEndpointAssociationRequest
            {
                ResourceEndpointAssociationIdentifier = world.Arn<ResourceEndpointAssociation>(),
            }
            : new DeleteVpcEndpointsRequest { VpcEndpointIds = [Id<VpcEndpoint>(realm, dice)] };
    }

    private static ModifyVpcEndpointRequest Modify(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        var endpoint = dice.Any(realm.Of<VpcEndpoint>().All);
        return new ModifyVpcEndpointRequest
        {
            VpcEndpointId = endpoint?.VpcEndpointId ?? "vpce-0",
            AddSecurityGroupIds = dice.OneIn(2) ? [] : [Id<SecurityGroup>(realm, dice)],
            RemoveSecurityGroupIds = dice.OneIn(2) ? [] : [endpoint?.SecurityGroupIds.FirstOrDefault() ?? "sg-0"],
            AddSubnetIds = dice.OneIn(2) ? [] : [Id<Subnet>(realm, dice)],
            RemoveSubnetIds = dice.OneIn(2) ? [] : [endpoint?.SubnetIds.FirstOrDefault() ?? "subnet-0"],
        };
    }
}
