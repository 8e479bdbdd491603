using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>A resource gateway is interfaces in subnets: there with it, seen in EC2, gone with it.</summary>
public sealed class ResourceGatewayTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_gateway_is_active_once_the_node_reports_its_VPC_with_the_interfaces()
    {
        var vpc = _world.Vpc();
        var before = _world.Satisfied();

        var made = _world.Do(CreateResourceGateway.Decide, _world.GatewayRequest(vpc));

        Assert.Equal(ResourceGatewayStatus.CreateInProgress, made.Status);
        Assert.Empty(_world.Step(null).Changes);
        Assert.Empty(_world.Step(before).Changes);
        Assert.Empty(_world.Step(_world.Satisfied() with { Vpcs = [] }).Changes);
        _world.Settle();
        Assert.Equal(ResourceGatewayStatus.Active, Get(made.Id!).Status);
    }

    [Fact]
    public void Its_interfaces_are_managed_by_Lattice_and_bear_its_groups()
    {
        var vpc = _world.Vpc();
        var group = _world.SecurityGroup(vpc);

        var made = _world.Do(
            CreateResourceGateway.Decide, _world.GatewayRequest(vpc) with { SecurityGroupIds = [group] });

        var each = Assert.Single(_world.Realm.Of<NetworkInterface>().All);
        Assert.True(each.RequesterManaged);
        Assert.Equal([group], each.SecurityGroupIds);
        Assert.Contains(made.Id!, each.Description, StringComparison.Ordinal);
        Assert.Equal("10.0.1.4", each.PrivateIpAddress);
    }

    [Fact]
    public void What_is_not_asked_has_the_defaults_of_AWS()
    {
        var vpc = _world.Vpc();
        var standard = new SecurityGroup
        {
            GroupId = "sg-0123456789abcdef0", VpcId = vpc, GroupName = "default", Description = "",
        };
        _world.Put(standard);

        var found = Get(_world.Gateway(vpc).Id);

        Assert.Equal([standard.GroupId], found.SecurityGroupIds!);
        Assert.Equal(ResourceGatewayIpAddressType.Ipv4, found.IpAddressType);
        Assert.Equal(16, found.Ipv4AddressesPerEni);
        Assert.Equal(ResourceConfigDnsResolution.Public, found.ResourceConfigDnsResolution);
        Assert.False(found.ServiceManaged);
        Assert.Null(found.ManagedBy);
    }

    [Fact]
    public void Other_groups_are_on_the_interfaces_at_once_and_the_gateway_is_active_again_when_the_node_follows()
    {
        var vpc = _world.Vpc();
        var gateway = _world.Gateway(vpc);
        var group = _world.SecurityGroup(vpc);
        var before = _world.Satisfied();

        var updated = _world.Do(UpdateResourceGateway.Decide, new UpdateResourceGatewayRequest
        {
            ResourceGatewayIdentifier = gateway.Arn,
            SecurityGroupIds = [group],
        });

        Assert.Equal(ResourceGatewayStatus.UpdateInProgress, updated.Status);
        Assert.Equal([group], Assert.Single(_world.Realm.Of<NetworkInterface>().All).SecurityGroupIds);
        Assert.Empty(_world.Step(before).Changes);
        _world.Settle();
        Assert.Equal(ResourceGatewayStatus.Active, Get(gateway.Id).Status);
    }

    [Fact]
    public void A_deleted_gateway_takes_its_interfaces_along_once_the_node_has_let_go()
    {
        var gateway = _world.Gateway(_world.Vpc());
        var before = _world.Satisfied();
        var delete = new DeleteResourceGatewayRequest { ResourceGatewayIdentifier = gateway.Id };

        Assert.Equal(
            ResourceGatewayStatus.DeleteInProgress, _world.Do(DeleteResourceGateway.Decide, delete).Status);
        Assert.Empty(_world.Step(before).Changes);
        Assert.Single(_world.Realm.Of<NetworkInterface>().All);
        _world.Settle();

        Assert.Empty(_world.Realm.Of<NetworkInterface>().All);
        Assert.Equal(404, _world.Refused(DeleteResourceGateway.Decide, delete).HttpStatus);
    }

    [Fact]
    public void A_gateway_in_use_stays_and_names_who_uses_it()
    {
        var gateway = _world.Gateway(_world.Vpc());
        var family = _world.Group(gateway);
        var child = _world.Child(family);

        var error = _world.Refused(
            DeleteResourceGateway.Decide, new DeleteResourceGatewayRequest { ResourceGatewayIdentifier = gateway.Id });

        Assert.Equal(("ConflictException", 409), (error.Code, error.HttpStatus));
        Assert.Contains(family.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains(child.Id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EC2_names_the_gateway_that_holds_a_subnet_a_VPC_or_a_group()
    {
        var vpc = _world.Vpc();
        var group = _world.SecurityGroup(vpc);
        var subnet = _world.Realm.Of<Subnet>().Under(vpc).Single().SubnetId;
        var id = _world.Do(
            CreateResourceGateway.Decide, _world.GatewayRequest(vpc) with { SecurityGroupIds = [group] }).Id!;

        ApiError[] refusals =
        [
            _world.Refused(DeleteSubnet.Decide, new Api.Ec2.DeleteSubnetRequest { SubnetId = subnet }),
            _world.Refused(DeleteVpc.Decide, new Api.Ec2.DeleteVpcRequest { VpcId = vpc }),
            _world.Refused(DeleteSecurityGroup.Decide, new Api.Ec2.DeleteSecurityGroupRequest { GroupId = group }),
        ];

        Assert.All(refusals, refusal =>
        {
            Assert.Equal("DependencyViolation", refusal.Code);
            Assert.Contains(id, refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_gateway_needs_subnets_of_its_VPC_one_in_each_zone()
    {
        var vpc = _world.Vpc();
        var request = _world.GatewayRequest(vpc);
        var elsewhere = _world.Vpc("10.9.0.0/16", "10.9.1.0/24");
        var foreign = _world.Realm.Of<Subnet>().Under(elsewhere).Single().SubnetId;

        IsFault("vpcIdentifier", request with { VpcIdentifier = null });
        IsFault("subnetIds", request with { SubnetIds = [] });
        IsFault("subnetIds", request with { SubnetIds = [foreign] });
        IsFault("subnetIds", request with { SubnetIds = [request.SubnetIds![0], request.SubnetIds[0]] });
        IsFault("ipAddressType", request with { IpAddressType = ResourceGatewayIpAddressType.Dualstack });
        IsFault(
            "ipv4AddressesPerEni",
            request with { IpAddressType = ResourceGatewayIpAddressType.Ipv6, Ipv4AddressesPerEni = 4 });
        Assert.Equal(404, Refuse(request with { SubnetIds = ["subnet-0123456789abcdef0"] }).HttpStatus);
        Assert.Equal(404, Refuse(request with { VpcIdentifier = "vpc-0123456789abcdef0" }).HttpStatus);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        var vpc = _world.Vpc();
        var gateway = _world.Gateway(vpc, "one");

        var error = Refuse(_world.GatewayRequest(vpc, "one"));

        Assert.Equal(409, error.HttpStatus);
        Assert.Contains(gateway.Id, error.Message, StringComparison.Ordinal);
    }

    private GetResourceGatewayResponse Get(string id) => _world.Do(
        ReadResourceGateways.Get, new GetResourceGatewayRequest { ResourceGatewayIdentifier = id });

    private ApiError Refuse(CreateResourceGatewayRequest request) =>
        _world.Refused(CreateResourceGateway.Decide, request);

    private void IsFault(string field, CreateResourceGatewayRequest request) =>
        Faults.Has(field, Refuse(request));
}
