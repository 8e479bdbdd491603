using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class VpcTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void A_new_VPC_has_its_main_route_table_default_acl_and_default_group_at_once()
    {
        var vpcId = _world.Vpc();

        var filter = Ec2World.Filter("vpc-id", vpcId);
        var table = Assert.Single(_world.Do(DescribeRouteTables.Decide, new Shape.DescribeRouteTablesRequest
        {
            Filters = [filter, Ec2World.Filter("association.main", "true")],
        }).RouteTables!);
        var local = Assert.Single(table.Routes!);
        Assert.Equal(("10.0.0.0/16", "local", "active"), (local.DestinationCidrBlock, local.GatewayId, local.State));

        var acl = Assert.Single(_world.Do(DescribeNetworkAcls.Decide, new Shape.DescribeNetworkAclsRequest
        {
            Filters = [filter, Ec2World.Filter("default", "true")],
        }).NetworkAcls!);
        Assert.Equal(
            [(true, 100, "allow"), (true, 32767, "deny"), (false, 100, "allow"), (false, 32767, "deny")],
            acl.Entries!.Select(entry => (entry.Egress!.Value, entry.RuleNumber!.Value, entry.RuleAction!)));

        var group = Assert.Single(_world.Do(DescribeSecurityGroups.Decide, new Shape.DescribeSecurityGroupsRequest
        {
            Filters = [filter, Ec2World.Filter("group-name", "default")],
        }).SecurityGroups!);
        Assert.Equal(group.GroupId, Assert.Single(Assert.Single(group.IpPermissions!).UserIdGroupPairs!).GroupId);
        Assert.Equal("0.0.0.0/0", Assert.Single(Assert.Single(group.IpPermissionsEgress!).IpRanges!).CidrIp);
    }

    [Fact]
    public void A_VPC_is_available_only_when_the_node_reports_its_network()
    {
        var vpcId = _world.Vpc();
        Assert.Equal("pending", Describe(vpcId).State);

        _world.NodeCatchesUp();

        Assert.Equal("available", Describe(vpcId).State);
        Assert.Empty(_world.NodeCatchesUp().Changes);
    }

    [Fact]
    public void A_new_VPC_shows_the_defaults_that_clients_assume()
    {
        var vpc = Describe(_world.Vpc("10.0.0.5/16"));

        Assert.Equal("10.0.0.0/16", vpc.CidrBlock);
        Assert.Equal("111122223333", vpc.OwnerId);
        Assert.Equal("default", vpc.InstanceTenancy);
        Assert.False(vpc.IsDefault);
        Assert.StartsWith("dopt-", vpc.DhcpOptionsId, StringComparison.Ordinal);
        Assert.Equal("10.0.0.0/16", Assert.Single(vpc.CidrBlockAssociationSet!).CidrBlock);
        Assert.False(Attribute(vpc.VpcId!, "enableDnsHostnames").EnableDnsHostnames!.Value);
        Assert.True(Attribute(vpc.VpcId!, "enableDnsSupport").EnableDnsSupport!.Value);
        Assert.False(Attribute(vpc.VpcId!, "enableNetworkAddressUsageMetrics").EnableNetworkAddressUsageMetrics!.Value);
    }

    [Fact]
    public void An_attribute_that_is_asked_for_is_the_only_one_shown()
    {
        var vpcId = _world.Vpc();
        _world.Do(ModifyVpcAttribute.Decide, new Shape.ModifyVpcAttributeRequest
        {
            VpcId = vpcId,
            EnableDnsHostnames = new Shape.AttributeBooleanValue { Value = true },
        });

        var shown = Attribute(vpcId, "enableDnsHostnames");

        Assert.True(shown.EnableDnsHostnames!.Value);
        Assert.Null(shown.EnableDnsSupport);
    }

    [Theory]
    [InlineData(null, null, "MissingParameter")]
    [InlineData("ten", null, "InvalidParameterValue")]
    [InlineData("10.0.0.0/15", null, "InvalidVpc.Range")]
    [InlineData("10.0.0.0/29", null, "InvalidVpc.Range")]
    [InlineData("10.0.0.0/16", "host", "InvalidParameterValue")]
    public void CreateVpc_refuses(string? cidr, string? tenancy, string code) => Assert.Equal(
        code,
        _world.Refused(
            CreateVpc.Decide, new Shape.CreateVpcRequest { CidrBlock = cidr, InstanceTenancy = tenancy }).Code);

    [Fact]
    public void Deleting_a_VPC_names_everything_that_blocks_it()
    {
        var vpcId = _world.Vpc();
        var subnetId = _world.Subnet(vpcId);
        var interfaceId = _world.TaskInterface(subnetId).NetworkInterfaceId;
        var gatewayId = _world.AttachedGateway(vpcId);
        var tableId = _world.RouteTable(vpcId);
        var groupId = _world.Group(vpcId, "web");
        var associationId = _world.LatticeAssociation(vpcId);

        var error = _world.Refused(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId });

        Assert.Equal("DependencyViolation", error.Code);
        foreach (
            var blocker in new[] { subnetId, interfaceId, gatewayId, tableId, groupId, associationId, "task/web/1" })
        {
            Assert.Contains(blocker, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Deleting_a_VPC_takes_along_what_was_made_with_it()
    {
        var vpcId = _world.Vpc();

        _world.Do(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId });

        Assert.True(_world.Realm.IsEmpty);
        Assert.Equal(
            "InvalidVpcID.NotFound",
            _world.Refused(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId }).Code);
    }

    [Fact]
    public void The_default_VPC_has_a_public_subnet_in_each_zone_and_is_made_once()
    {
        var vpcId = _world.Do(CreateDefaultVpc.Decide, new Shape.CreateDefaultVpcRequest()).Vpc!.VpcId!;

        Assert.Equal(3, _world.Realm.Of<Subnet>().Under(vpcId).Count(subnet => subnet.MapPublicIpOnLaunch));
        Assert.NotNull(Assert.Single(RouteTables.Main(_world.Realm, vpcId).Routes).GatewayId);
        Assert.Equal(
            "DefaultVpcAlreadyExists",
            _world.Refused(CreateDefaultVpc.Decide, new Shape.CreateDefaultVpcRequest()).Code);
    }

    private Shape.Vpc Describe(string vpcId) => Assert.Single(_world.Do(
        DescribeVpcs.Decide, new Shape.DescribeVpcsRequest { VpcIds = [vpcId] }).Vpcs!);

    private Shape.DescribeVpcAttributeResult Attribute(string vpcId, string name) => _world.Do(
        DescribeVpcAttribute.Decide, new Shape.DescribeVpcAttributeRequest { VpcId = vpcId, Attribute = name });
}
