using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class SubnetTests
{
    private readonly Ec2World _world = new();

    [Theory]
    [InlineData("vpc-absent", "ten", "InvalidVpcID.NotFound")]
    [InlineData(null, null, "MissingParameter")]
    [InlineData(null, "ten", "InvalidParameterValue")]
    [InlineData(null, "10.0.0.0/29", "InvalidSubnet.Range")]
    [InlineData(null, "10.1.0.0/24", "InvalidSubnet.Range")]
    [InlineData(null, "10.0.1.128/25", "InvalidSubnet.Conflict")]
    public void CreateSubnet_refuses(string? vpcId, string? cidr, string code)
    {
        var existing = _world.Vpc();
        _world.Subnet(existing, "10.0.1.0/24");

        var error = _world.Refused(
            CreateSubnet.Decide, new Shape.CreateSubnetRequest { VpcId = vpcId ?? existing, CidrBlock = cidr });

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void A_zone_of_another_region_is_refused_with_the_zones_that_exist()
    {
        var error = _world.Refused(CreateSubnet.Decide, new Shape.CreateSubnetRequest
        {
            VpcId = _world.Vpc(),
            CidrBlock = "10.0.1.0/24",
            AvailabilityZone = "us-east-1a",
        });

        Assert.Equal("InvalidParameterValue", error.Code);
        Assert.Contains("ap-northeast-1a, ap-northeast-1c, ap-northeast-1d", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_subnet_shows_flags_that_are_off_and_the_addresses_that_are_free()
    {
        var subnetId = _world.Subnet(_world.Vpc(), "10.0.1.0/28");
        _world.Interface(subnetId);

        var subnet = Assert.Single(_world.Do(
            DescribeSubnets.Decide, new Shape.DescribeSubnetsRequest { SubnetIds = [subnetId] }).Subnets!);

        Assert.Equal(16 - 5 - 1, subnet.AvailableIpAddressCount);
        Assert.Equal(
            (false, false, false),
            (subnet.MapPublicIpOnLaunch, subnet.AssignIpv6AddressOnCreation, subnet.EnableDns64));
        Assert.Equal("ip-name", subnet.PrivateDnsNameOptionsOnLaunch!.HostnameType);
        Assert.Equal("apne1-az4", subnet.AvailabilityZoneId);
        Assert.EndsWith($":subnet/{subnetId}", subnet.SubnetArn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subnet_with_an_interface_is_not_deleted_and_the_interface_is_named()
    {
        var subnetId = _world.Subnet(_world.Vpc());
        var interfaceId = _world.TaskInterface(subnetId).NetworkInterfaceId;

        var error = _world.Refused(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnetId });

        Assert.Equal("DependencyViolation", error.Code);
        Assert.Contains($"{interfaceId} (task/web/1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_subnet_leaves_its_route_table_and_acl()
    {
        var vpcId = _world.Vpc();
        var subnetId = _world.Subnet(vpcId);
        var tableId = _world.RouteTable(vpcId);
        _world.Do(AssociateRouteTable.Decide, new Shape.AssociateRouteTableRequest
        {
            RouteTableId = tableId,
            SubnetId = subnetId,
        });

        _world.Do(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnetId });

        _world.Do(DeleteRouteTable.Decide, new Shape.DeleteRouteTableRequest { RouteTableId = tableId });
        _world.Do(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId });
        Assert.True(_world.Realm.IsEmpty);
    }
}
