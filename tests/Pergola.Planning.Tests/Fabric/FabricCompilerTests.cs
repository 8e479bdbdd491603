using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Machine.Network;
using Pergola.Planning.Ec2;
using Pergola.Planning.Fabric;
using Pergola.Planning.Tests.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Fabric;

public sealed class FabricCompilerTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void Nothing_kept_compiles_to_no_network_under_its_revision() =>
        Assert.Equal(new FabricSpec(0, []), FabricCompiler.Compile(Snapshot.Empty));

    [Fact]
    public void The_same_state_compiles_to_the_same_value()
    {
        var vpcId = _world.Vpc();
        _world.TaskInterface(_world.Subnet(vpcId), publicIp: true);
        _world.LatticeNetwork();
        _world.LatticeAssociation(vpcId, "ACTIVE", _world.Group(vpcId, "lattice"));

        Assert.Equal(FabricCompiler.Compile(_world.Snapshot), FabricCompiler.Compile(_world.Snapshot));
    }

    [Fact]
    public void A_new_VPC_compiles_with_its_default_group()
    {
        var vpcId = _world.Vpc();
        var group = _world.Realm.Of<Domain.Network.SecurityGroup>().All.Single();

        Assert.Equal(
            new VpcSpec(
                vpcId,
                [Cidr.Parse("10.0.0.0/16")],
                [],
                [
                    new SecurityGroupSpec(
                        group.GroupId,
                        [new SecurityGroupRuleSpec(
                            group.Rules[0].RuleId, null, null, null, new PeerSpec.Group(group.GroupId))],
                        [
                            new SecurityGroupRuleSpec(
                                group.Rules[1].RuleId, null, null, null, new PeerSpec.Addresses([Cidr.Everything])),
                        ]),
                ],
                [],
                Lattice: null,
                InternetGateway: false,
                [],
                DnsSupport: true),
            Compile(vpcId));
    }

    [Fact]
    public void VPCs_of_every_account_are_compiled()
    {
        var first = _world.Vpc();
        _world.Account = "999988887777";
        var second = _world.Vpc();

        Assert.Equal(
            new[] { first, second }.Order(StringComparer.Ordinal),
            FabricCompiler.Compile(_world.Snapshot).Vpcs.Select(vpc => vpc.VpcId));
    }

    [Fact]
    public void The_interface_of_a_task_carries_its_sandbox_and_its_addresses()
    {
        var vpcId = _world.Vpc();
        var task = _world.TaskInterface(_world.Subnet(vpcId), publicIp: true);

        Assert.Equal(
            new InterfaceSpec(
                task.NetworkInterfaceId,
                task.SubnetId,
                IPAddress.Parse("10.0.1.4"),
                task.MacAddress,
                [.. task.SecurityGroupIds],
                IPAddress.Parse(task.PublicIpAddress!),
                "task-1",
                "task/web/1"),
            Assert.Single(Compile(vpcId).Interfaces));
    }

    [Fact]
    public void An_elastic_address_is_the_interfaces_public_address()
    {
        var vpcId = _world.Vpc();
        _world.AttachedGateway(vpcId);
        var (interfaceId, allocationId) = (_world.Interface(_world.Subnet(vpcId)), _world.Address());
        _world.Do(AssociateAddress.Decide, new Shape.AssociateAddressRequest
        {
            AllocationId = allocationId,
            NetworkInterfaceId = interfaceId,
        });

        var address = Assert.Single(Compile(vpcId).Interfaces).PublicAddress!;

        Assert.Equal(_world.Realm.Of<Domain.Network.ElasticIp>()[allocationId].PublicIp, address.ToString());
        Assert.True(PublicAddresses.Contains(address));
    }

    [Fact]
    public void Subnets_get_the_routes_of_their_own_table_or_of_the_main_one()
    {
        var vpcId = _world.Vpc();
        var (own, main) = (_world.Subnet(vpcId, "10.0.1.0/24"), _world.Subnet(vpcId, "10.0.2.0/24"));
        var (gatewayId, tableId) = (_world.AttachedGateway(vpcId), _world.RouteTable(vpcId));
        _world.Do(
            AssociateRouteTable.Decide,
            new Shape.AssociateRouteTableRequest { RouteTableId = tableId, SubnetId = own });
        AddRoute(tableId, gatewayId);

        var subnets = Compile(vpcId).Subnets.ToDictionary(subnet => subnet.SubnetId);
        Assert.Equal([new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway())], subnets[own].Routes);
        Assert.Empty(subnets[main].Routes);

        AddRoute(RouteTables.Main(_world.Realm, vpcId).RouteTableId, gatewayId);
        Assert.Equal([new RouteSpec(Cidr.Everything, new RouteTarget.InternetGateway())], Routes(vpcId, main));
    }

    [Fact]
    public void A_route_to_a_NAT_gateway_becomes_a_blackhole_when_the_gateway_is_being_deleted()
    {
        var vpcId = _world.Vpc();
        _world.AttachedGateway(vpcId);
        var subnetId = _world.Subnet(vpcId);
        var allocationId = _world.Address();
        var natGatewayId = _world.NatGateway(subnetId, allocationId);
        _world.Do(CreateRoute.Decide, new Shape.CreateRouteRequest
        {
            RouteTableId = RouteTables.Main(_world.Realm, vpcId).RouteTableId,
            DestinationCidrBlock = "0.0.0.0/0",
            NatGatewayId = natGatewayId,
        });

        var standing = Compile(vpcId);
        Assert.Equal(new RouteTarget.NatGateway(natGatewayId), Assert.Single(standing.Subnets[0].Routes).Target);
        Assert.Equal(
            new NatGatewaySpec(
                natGatewayId,
                subnetId,
                IPAddress.Parse("10.0.1.4"),
                IPAddress.Parse(_world.Realm.Of<Domain.Network.ElasticIp>()[allocationId].PublicIp)),
            Assert.Single(standing.NatGateways));
        Assert.Equal((null, null), (standing.Interfaces[0].Sandbox, standing.Interfaces[0].PublicAddress));

        _world.Do(DeleteNatGateway.Decide, new Shape.DeleteNatGatewayRequest { NatGatewayId = natGatewayId });

        var leaving = Compile(vpcId);
        Assert.Equal(new RouteTarget.Blackhole(), Assert.Single(leaving.Subnets[0].Routes).Target);
        Assert.Empty(leaving.NatGateways);
    }

    [Theory]
    [InlineData("CREATE_IN_PROGRESS", true)]
    [InlineData("ACTIVE", true)]
    [InlineData("UPDATE_IN_PROGRESS", true)]
    [InlineData("DELETE_IN_PROGRESS", false)]
    public void Lattice_is_attached_until_the_associations_deletion_begins(string status, bool attached)
    {
        var vpcId = _world.Vpc();
        var groupId = _world.Group(vpcId, "lattice");
        _world.LatticeNetwork();
        _world.LatticeAssociation(vpcId, status, groupId);

        Assert.Equal(attached ? new LatticeAttachmentSpec([groupId]) : null, Compile(vpcId).Lattice);
    }

    [Fact]
    public void Rules_name_protocols_by_number_and_prefix_lists_by_their_networks()
    {
        var vpcId = _world.Vpc();
        var groupId = _world.Group(vpcId, "web");
        var network = new Shape.IpRange { CidrIp = "10.0.0.0/8" };
        _world.Do(AuthorizeSecurityGroupIngress.Decide, new Shape.AuthorizeSecurityGroupIngressRequest
        {
            GroupId = groupId,
            IpPermissions =
            [
                new Shape.IpPermission
                {
                    IpProtocol = "tcp",
                    FromPort = 80,
                    ToPort = 81,
                    PrefixListIds = [new Shape.PrefixListId { PrefixListIdValue = PrefixLists.LatticeId(
                        "ap-northeast-1") }],
                },
                new Shape.IpPermission { IpProtocol = "icmp", IpRanges = [network] },
                new Shape.IpPermission { IpProtocol = "47", IpRanges = [network] },
                new Shape.IpPermission { IpProtocol = "-1", Ipv6Ranges = [new Shape.Ipv6Range { CidrIpv6 = "::/0" }] },
            ],
        });

        var ingress = Compile(vpcId).SecurityGroups.Single(group => group.GroupId == groupId).Ingress;

        Assert.Equal(
            [
                (6, 80, 81, new PeerSpec.Addresses([WellKnown.Lattice])),
                (1, null, null, new PeerSpec.Addresses([Cidr.Parse("10.0.0.0/8")])),
                (47, null, null, new PeerSpec.Addresses([Cidr.Parse("10.0.0.0/8")])),
            ],
            ingress.Select(rule => (rule.Protocol, rule.FromPort, rule.ToPort, (PeerSpec.Addresses)rule.Peer)));
    }

    private VpcSpec Compile(string vpcId) =>
        FabricCompiler.Compile(_world.Snapshot).Vpcs.Single(vpc => vpc.VpcId == vpcId);

    private ValueList<RouteSpec> Routes(string vpcId, string subnetId) =>
        Compile(vpcId).Subnets.Single(subnet => subnet.SubnetId == subnetId).Routes;

    private void AddRoute(string tableId, string gatewayId) => _world.Do(
        CreateRoute.Decide,
        new Shape.CreateRouteRequest
        {
            RouteTableId = tableId,
            DestinationCidrBlock = "0.0.0.0/0",
            GatewayId = gatewayId,
        });
}
