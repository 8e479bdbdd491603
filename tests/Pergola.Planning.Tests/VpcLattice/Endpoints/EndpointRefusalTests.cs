using Pergola.Api.VpcLattice;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;
using Pergola.Planning.Tests.VpcLattice.Resources;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.VpcLattice.Endpoints;

/// <summary>Every refusal of EC2 about endpoints, a row for each, in order of precedence.</summary>
public sealed class EndpointRefusalTests
{
    private readonly LatticeWorld _world = new();
    private readonly string _vpc;
    private readonly ResourceConfiguration _single;
    private readonly ServiceNetwork _network;

    public EndpointRefusalTests()
    {
        _vpc = _world.Vpc();
        _single = _world.Single(_world.Gateway(_world.Vpc()));
        _network = _world.Network();
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "interface", "UnsupportedOperation", "Interface are not implemented" },
        { "no type", "UnsupportedOperation", "Gateway are not implemented" },
        { "gateway load balancer", "UnsupportedOperation", "GatewayLoadBalancer are not implemented" },
        { "unknown type", "InvalidParameterValue", "It must be Resource or ServiceNetwork" },
        { "no target", "MissingParameter", "ServiceNetworkArn" },
        { "two targets", "InvalidParameterCombination", "ResourceConfigurationArn is not for" },
        { "policy", "InvalidParameterCombination", "PolicyDocument is not for" },
        { "route tables", "InvalidParameterCombination", "RouteTableId is not for" },
        { "absent VPC", "InvalidVpcID.NotFound", "vpc-0" },
        { "no subnet", "MissingParameter", "SubnetId" },
        { "absent subnet", "InvalidSubnetID.NotFound", "subnet-0" },
        { "another VPC's subnet", "InvalidParameter", "it must be of vpc-" },
        { "two subnets of a zone", "DuplicateSubnetsInSameZone", "one subnet of each zone" },
        { "IPv6", "InvalidParameterValue", "it must be ipv4" },
        { "absent group", "InvalidGroup.NotFound", "sg-0" },
        { "absent network", "InvalidParameterValue", "ServiceNetworkArn" },
        { "another account's network", "InvalidParameterValue", "that is shared with it" },
        { "reserved tag", "InvalidParameterValue", "aws:" },
        { "private DNS of a VPC without host names", "InvalidParameter", "enableDnsHostnames" },
        { "specified domains without any", "InvalidParameterValue", "privateDnsSpecifiedDomains" },
        { "taken address", "InvalidIPAddress.InUse", "10.0.1.4" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_request_that_cannot_be_is_refused_for_its_first_reason(string which, string code, string words)
    {
        var error = _world.Refused(CreateVpcEndpoint.Decide, Request(which));

        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_must_share_a_zone_with_the_gateway_of_its_resource()
    {
        _world.Put(_world.Realm.Of<Subnet>().Under(_vpc).Single() with { AvailabilityZone = "eu-central-1b" });

        var error = _world.Refused(CreateVpcEndpoint.Decide, _world.ToResource(_vpc, _single));

        Assert.Equal("InvalidParameter", error.Code);
        Assert.Contains("eu-central-1a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_is_reached_through_its_group()
    {
        var group = _world.Group(_world.Gateway(_world.Vpc(), "other"));
        var child = _world.Child(group);

        Assert.Contains(
            group.Id,
            _world.Refused(CreateVpcEndpoint.Decide, _world.ToResource(_vpc, child)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_endpoint_with_private_DNS_for_the_same_resource_is_refused_in_one_VPC()
    {
        _world.Associate(_network, _single, privateDns: true);
        _world.Endpoint(_world.ToNetwork(_vpc, _network) with { PrivateDnsEnabled = true });
        var second = _world.ToResource(_vpc, _single) with { PrivateDnsEnabled = true };

        var error = _world.Refused(CreateVpcEndpoint.Decide, second);

        Assert.Contains(_single.Id, error.Message, StringComparison.Ordinal);
        _world.Endpoint(second with { PrivateDnsEnabled = false });
    }

    [Fact]
    public void What_has_an_endpoint_is_not_deleted_and_the_refusal_names_it()
    {
        var group = _world.SecurityGroup(_vpc);
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network) with { SecurityGroupIds = [group] });
        var subnet = Assert.Single(endpoint.SubnetIds);

        Assert.All(
            [
                _world.Refused(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnet }),
                _world.Refused(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = _vpc }),
                _world.Refused(
                    DeleteSecurityGroup.Decide, new Shape.DeleteSecurityGroupRequest { GroupId = group }),
                _world.Refused(
                    Planning.VpcLattice.DeleteServiceNetwork.Decide,
                    new DeleteServiceNetworkRequest { ServiceNetworkIdentifier = _network.Id }),
            ],
            error => Assert.Contains(endpoint.VpcEndpointId, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_of_an_endpoint_is_fixed_is_not_changed()
    {
        var endpoint = _world.Endpoint(_world.ToNetwork(_vpc, _network));
        var request = new Shape.ModifyVpcEndpointRequest { VpcEndpointId = endpoint.VpcEndpointId };

        Assert.All(
            [
                request with { PolicyDocument = "{}" },
                request with { AddSubnetIds = ["subnet-0"] },
                request with { PrivateDnsEnabled = true },
                request with { IpAddressType = "dualstack" },
                request with { DnsOptions = new() { PrivateDnsPreference = "ALL_DOMAINS" } },
            ],
            each => Assert.Equal(
                "InvalidParameterCombination", _world.Refused(ModifyVpcEndpoint.Decide, each).Code));
    }

    private Shape.CreateVpcEndpointRequest Request(string which)
    {
        var good = _world.ToNetwork(_vpc, _network);
        var other = _world.Realm.Of<Subnet>().Under(_vpc).Single() with
        {
            SubnetId = "subnet-0123456789abcdef0", CidrBlock = "10.0.2.0/24", Ordinal = 0,
        };
        _world.Put(other);
        return which switch
        {
            "interface" => good with { VpcEndpointType = "Interface" },
            "no type" => good with { VpcEndpointType = null },
            "gateway load balancer" => good with { VpcEndpointType = "GatewayLoadBalancer" },
            "unknown type" => good with { VpcEndpointType = "Tunnel" },
            "no target" => good with { ServiceNetworkArn = null },
            "two targets" => good with { ResourceConfigurationArn = _single.Arn },
            "policy" => good with { PolicyDocument = "{}" },
            "route tables" => good with { RouteTableIds = ["rtb-0"] },
            "absent VPC" => good with { VpcId = "vpc-0" },
            "no subnet" => good with { SubnetIds = [] },
            "absent subnet" => good with { SubnetIds = ["subnet-0"] },
            "another VPC's subnet" => good with { SubnetIds = _world.ToNetwork(_world.Vpc(), _network).SubnetIds },
            "two subnets of a zone" => good with { SubnetIds = [.. good.SubnetIds!, other.SubnetId] },
            "IPv6" => good with { IpAddressType = "dualstack" },
            "absent group" => good with { SecurityGroupIds = ["sg-0"] },
            "absent network" => good with { ServiceNetworkArn = _network.Arn + "0" },
            "another account's network" => good with
            {
                ServiceNetworkArn = _network.Arn.Replace(LatticeWorld.Scope.Account, "999988887777"),
            },
            "reserved tag" => good with
            {
                TagSpecifications = [new() { ResourceType = "vpc-endpoint", Tags = [new() { Key = "aws:x" }] }],
            },
            "private DNS of a VPC without host names" => Unnamed(good),
            "specified domains without any" => good with
            {
                DnsOptions = new Shape.DnsOptionsSpecification { PrivateDnsPreference = "SPECIFIED_DOMAINS_ONLY" },
            },
            "taken address" => Taken(good),
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, "There is no such row."),
        };
    }

    private Shape.CreateVpcEndpointRequest Unnamed(Shape.CreateVpcEndpointRequest good)
    {
        _world.Put(_world.Realm.Of<Vpc>()[_vpc] with { EnableDnsHostnames = false });
        return good with { PrivateDnsEnabled = true };
    }

    private Shape.CreateVpcEndpointRequest Taken(Shape.CreateVpcEndpointRequest good)
    {
        _world.Endpoint(good);
        return good with
        {
            SubnetConfigurations = [new() { SubnetId = good.SubnetIds![0], Ipv4 = "10.0.1.4" }],
        };
    }
}
