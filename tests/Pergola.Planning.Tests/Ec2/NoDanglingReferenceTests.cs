using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Pergola.Planning.Fabric;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

/// <summary>Random requests, sensible and not: whatever is accepted, no resource refers to one that is gone.</summary>
public sealed class NoDanglingReferenceTests
{
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_accepted_leaves_no_reference_dangling(int seed)
    {
        var world = new Ec2World((ulong)seed);
        var random = new Random(seed);
        var accepted = 0;
        for (var step = 0; step < Steps; step++)
        {
            var before = world.Snapshot.Revision;
            Random(world, random);
            accepted += world.Snapshot.Revision > before ? 1 : 0;
            AssertWhole(world.Realm, $"seed {seed}, step {step}");
            FabricCompiler.Compile(world.Snapshot);
        }

        Assert.InRange(accepted, Steps / 10, Steps);
    }

    private static void Random(Ec2World world, Random random)
    {
        var realm = world.Realm;
        var vpcId = Any(realm.Of<Vpc>(), random);
        var subnetId = Any(realm.Of<Subnet>(), random);
        var gatewayId = Any(realm.Of<InternetGateway>(), random);
        var tableId = Any(realm.Of<RouteTable>(), random);
        var groupId = Any(realm.Of<SecurityGroup>(), random);
        var allocationId = Any(realm.Of<ElasticIp>(), random);
        Action<Ec2World>[] requests =
        [
            w => Try(w, CreateVpc.Decide, new Shape.CreateVpcRequest { CidrBlock = $"10.{random.Next(4)}.0.0/16" }),
            w => Try(w, CreateSubnet.Decide, new Shape.CreateSubnetRequest
            {
                VpcId = vpcId,
                CidrBlock = $"10.{random.Next(4)}.{random.Next(4)}.0/24",
            }),
            w => Try(w, CreateInternetGateway.Decide, new Shape.CreateInternetGatewayRequest()),
            w => Try(w, AttachInternetGateway.Decide, new Shape.AttachInternetGatewayRequest
            {
                InternetGatewayId = gatewayId,
                VpcId = vpcId,
            }),
            w => Try(w, DetachInternetGateway.Decide, new Shape.DetachInternetGatewayRequest
            {
                InternetGatewayId = gatewayId,
                VpcId = vpcId,
            }),
            w => Try(w, DeleteInternetGateway.Decide, new Shape.DeleteInternetGatewayRequest
            {
                InternetGatewayId = gatewayId,
            }),
            w => Try(w, AllocateAddress.Decide, new Shape.AllocateAddressRequest()),
            w => Try(w, ReleaseAddress.Decide, new Shape.ReleaseAddressRequest { AllocationId = allocationId }),
            w => Try(w, CreateNatGateway.Decide, new Shape.CreateNatGatewayRequest
            {
                SubnetId = subnetId,
                AllocationId = allocationId,
            }),
            w => Try(w, DeleteNatGateway.Decide, new Shape.DeleteNatGatewayRequest
            {
                NatGatewayId = Any(realm.Of<NatGateway>(), random),
            }),
            w => Try(w, CreateRouteTable.Decide, new Shape.CreateRouteTableRequest { VpcId = vpcId }),
            w => Try(w, AssociateRouteTable.Decide, new Shape.AssociateRouteTableRequest
            {
                RouteTableId = tableId,
                SubnetId = subnetId,
            }),
            w => Try(w, CreateRoute.Decide, new Shape.CreateRouteRequest
            {
                RouteTableId = tableId,
                DestinationCidrBlock = "0.0.0.0/0",
                GatewayId = gatewayId,
            }),
            w => Try(w, DeleteRouteTable.Decide, new Shape.DeleteRouteTableRequest { RouteTableId = tableId }),
            w => Try(w, CreateSecurityGroup.Decide, new Shape.CreateSecurityGroupRequest
            {
                VpcId = vpcId,
                GroupName = $"g{random.Next(6)}",
                Description = "any",
            }),
            w => Try(w, AuthorizeSecurityGroupIngress.Decide, new Shape.AuthorizeSecurityGroupIngressRequest
            {
                GroupId = groupId,
                IpPermissions =
                [
                    new Shape.IpPermission
                    {
                        IpProtocol = "-1",
                        UserIdGroupPairs = [new Shape.UserIdGroupPair { GroupId = Any(
                            realm.Of<SecurityGroup>(), random) }],
                    },
                ],
            }),
            w => Try(w, DeleteSecurityGroup.Decide, new Shape.DeleteSecurityGroupRequest { GroupId = groupId }),
            w => Try(w, CreateNetworkInterface.Decide, new Shape.CreateNetworkInterfaceRequest
            {
                SubnetId = subnetId,
                Groups = random.Next(2) == 0 ? [] : [groupId],
            }),
            w => Try(w, AssociateAddress.Decide, new Shape.AssociateAddressRequest
            {
                AllocationId = allocationId,
                NetworkInterfaceId = Any(realm.Of<NetworkInterface>(), random),
            }),
            w => Try(w, DeleteNetworkInterface.Decide, new Shape.DeleteNetworkInterfaceRequest
            {
                NetworkInterfaceId = Any(realm.Of<NetworkInterface>(), random),
            }),
            w => Try(w, DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnetId }),
            w => Try(w, DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId }),
            w => w.NodeCatchesUp(),
        ];
        requests[random.Next(requests.Length)](world);
    }

    private static void Try<TRequest, TResponse>(
        Ec2World world, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        if (decide(request, world.Snapshot, world.Given) is Decision<TResponse>.Accept)
        {
            world.Do(decide, request);
        }
    }

    private static string Any<T>(Table<T> table, Random random)
        where T : Resource => table.Count == 0 ? "absent" : table.All.ElementAt(random.Next(table.Count)).Id;

    private static void AssertWhole(Realm realm, string when)
    {
        var ids = realm.All.Select(resource => resource.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (from, to) in References(realm))
        {
            Assert.True(ids.Contains(to), $"{when}: {from} refers to {to}, which is gone.");
        }

        foreach (var vpc in realm.Of<Vpc>().All)
        {
            Assert.Single(realm.Of<RouteTable>().Under(vpc.VpcId), table => table.IsMain);
            Assert.Single(realm.Of<SecurityGroup>().Under(vpc.VpcId), group => group.IsDefault);
        }

        foreach (var subnet in realm.Of<Subnet>().All)
        {
            Assert.Single(
                realm.Of<NetworkAcl>().Under(subnet.VpcId).SelectMany(acl => acl.Associations),
                association => association.SubnetId == subnet.SubnetId);
            var addresses =
                realm.Of<NetworkInterface>().Under(subnet.SubnetId).Select(each => each.PrivateIpAddress).ToArray();
            Assert.Equal(addresses.Length, addresses.Distinct().Count());
            Assert.All(addresses, address => Assert.True(
                Cidr.Parse(subnet.CidrBlock).Contains(System.Net.IPAddress.Parse(address))));
        }
    }

    // Routes may outlive their targets (they are blackholes then), and so may the record of a deleted NAT gateway.
    private static IEnumerable<(string From, string To)> References(Realm realm) =>
    [
        .. realm.All.Where(resource => resource is not NatGateway { State: NatGatewayState.Deleted })
            .Where(resource => resource.Parent is not null)
            .Select(resource => (resource.Id, resource.Parent!)),
        .. realm.Of<NetworkInterface>().All.SelectMany(each =>
            each.SecurityGroupIds.Append(each.VpcId).Select(to => (each.Id, to))),
        .. realm.Of<SecurityGroup>().All.SelectMany(group => group.Rules
            .Where(rule => rule.ReferencedGroupId is not null)
            .Select(rule => (rule.RuleId, rule.ReferencedGroupId!))),
        .. realm.Of<RouteTable>().All.SelectMany(table => table.Associations
            .Where(association => association.SubnetId is not null)
            .Select(association => (association.AssociationId, association.SubnetId!))),
        .. realm.Of<ElasticIp>().All.Where(address => address.NetworkInterfaceId is not null)
            .Select(address => (address.Id, address.NetworkInterfaceId!)),
        .. realm.Of<NatGateway>().All.Where(gateway => gateway.State != NatGatewayState.Deleted)
            .Select(gateway => (gateway.Id, gateway.NetworkInterfaceId)),
    ];
}
