using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Makes the account's default VPC: 172.31.0.0/16, a public subnet in each zone, an internet gateway and a route to it.
/// </summary>
internal static class CreateDefaultVpc
{
    public static Decision<Shape.CreateDefaultVpcResult> Decide(
        Shape.CreateDefaultVpcRequest request, Snapshot snapshot, Given given)
    {
        if (snapshot.In(given.Scope).Of<Vpc>().All.FirstOrDefault(each => each.IsDefault) is { } existing)
        {
            return new Ec2Error.DefaultVpcExists(existing.VpcId);
        }

        var vpc = NewVpc.Of(Cidr.Parse("172.31.0.0/16"), given) with { IsDefault = true, EnableDnsHostnames = true };
        var gateway = new InternetGateway
        {
            InternetGatewayId = Mint.ResourceId(Noun.InternetGateway.Prefix, given.Entropy),
            VpcId = vpc.VpcId,
        };
        var made = NewVpc.Changes(vpc, given);
        var acl = made.OfType<Change.Put>().Select(put => put.Resource).OfType<NetworkAcl>().First();
        return new Decision<Shape.CreateDefaultVpcResult>.Accept(
            new Shape.CreateDefaultVpcResult { Vpc = VpcView.Of(given.Scope, vpc) },
            [
                .. made.Select(change => WithRoute(change, gateway.InternetGatewayId)),
                new Change.Put(given.Scope, gateway),
                .. CreateSubnet.Changes(acl, PublicSubnets(vpc, given), given),
            ]);
    }

    private static ImmutableArray<Subnet> PublicSubnets(Vpc vpc, Given given) =>
    [
        .. Zones.Of(given.Scope.Region).Select((zone, index) =>
            CreateSubnet.Of(vpc.VpcId, Cidr.Parse($"172.31.{index * 16}.0/20"), zone, given)
                with { MapPublicIpOnLaunch = true }),
    ];

    private static Change WithRoute(Change change, string gatewayId)
    {
        var route = new Route { DestinationCidrBlock = Cidr.Everything.ToString(), GatewayId = gatewayId };
        return change is Change.Put { Resource: RouteTable table }
            ? new Change.Put(change.Scope, table with { Routes = [route] })
            : change;
    }
}
