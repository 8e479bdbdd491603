using Pergola.Core;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class InterfaceAllocationTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void Addresses_come_in_order_and_never_from_those_that_EC2_keeps()
    {
        var subnetId = _world.Subnet(_world.Vpc(), "10.0.1.0/28");

        var addresses = Enumerable.Range(0, 11).Select(_ => _world.TaskInterface(subnetId).PrivateIpAddress).ToArray();

        Assert.Equal(Enumerable.Range(4, 11).Select(last => $"10.0.1.{last}"), addresses);
        Assert.Equal("InsufficientFreeAddressesInSubnet", Refusal(Request(subnetId)).Code);
    }

    [Fact]
    public void A_released_address_is_used_again_when_the_others_are_taken()
    {
        var subnetId = _world.Subnet(_world.Vpc(), "10.0.1.0/28");
        var made = Enumerable.Range(0, 11).Select(_ => _world.TaskInterface(subnetId)).ToArray();
        _world.Forget<NetworkInterface>(made[3].NetworkInterfaceId);

        Assert.Equal(made[3].PrivateIpAddress, _world.TaskInterface(subnetId).PrivateIpAddress);
    }

    [Fact]
    public void Interfaces_of_one_decision_do_not_share_addresses()
    {
        var subnetId = _world.Subnet(_world.Vpc());
        var pending = new List<NetworkInterface>();
        for (var i = 0; i < 3; i++)
        {
            var outcome = InterfaceAllocation.Allocate(
                _world.Snapshot,
                _world.Given.Scope,
                Request(subnetId) with { AssignPublicIp = true },
                _world.Now,
                new SeededEntropy(7),
                pending);
            pending.Add(Assert.IsType<InterfaceOutcome.Allocated>(outcome).Interface);
        }

        Assert.Equal(3, pending.Select(each => each.PrivateIpAddress).Distinct().Count());
        Assert.Equal(3, pending.Select(each => each.PublicIpAddress).Distinct().Count());
    }

    [Fact]
    public void Without_groups_an_interface_gets_the_default_group_of_its_VPC()
    {
        var vpcId = _world.Vpc();
        var made = _world.TaskInterface(_world.Subnet(vpcId));

        var group = _world.Realm.Of<SecurityGroup>()[Assert.Single(made.SecurityGroupIds)];

        Assert.Equal((vpcId, "default"), (group.VpcId, group.GroupName));
        Assert.StartsWith("02:", made.MacAddress, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_come_in_this_order()
    {
        var subnetId = _world.Subnet(_world.Vpc());
        var elsewhere = _world.Group(_world.Vpc(), "elsewhere");

        Assert.Equal("InvalidSubnetID.NotFound", Refusal(Request("subnet-absent", "sg-absent")).Code);
        Assert.Equal(
            "SecurityGroupsPerInterfaceLimitExceeded", Refusal(Request(subnetId, "1", "2", "3", "4", "5", "6")).Code);
        Assert.Equal("InvalidGroup.NotFound", Refusal(Request(subnetId, "sg-absent")).Code);
        Assert.Equal("InvalidParameter", Refusal(Request(subnetId, elsewhere)).Code);
        Assert.Equal(
            "InvalidParameterValue", Refusal(Request(subnetId) with { PrivateIpAddress = "10.0.1.3" }).Code);
        var taken = _world.TaskInterface(subnetId).PrivateIpAddress;
        Assert.Equal("InvalidIPAddress.InUse", Refusal(Request(subnetId) with { PrivateIpAddress = taken }).Code);
    }

    [Fact]
    public void Public_addresses_are_unique_among_all_accounts()
    {
        var seen = new HashSet<string>();
        foreach (var account in new[] { "111111111111", "222222222222" })
        {
            _world.Account = account;
            for (var i = 0; i < 50; i++)
            {
                Assert.True(seen.Add(_world.Do(AllocateAddress.Decide, new Shape.AllocateAddressRequest()).PublicIp!));
            }
        }
    }

    [Fact]
    public void A_user_cannot_touch_an_interface_that_a_service_manages()
    {
        var managed = _world.TaskInterface(_world.Subnet(_world.Vpc())).NetworkInterfaceId;

        Assert.Equal("OperationNotPermitted", _world.Refused(
            DeleteNetworkInterface.Decide,
            new Shape.DeleteNetworkInterfaceRequest { NetworkInterfaceId = managed }).Code);
        Assert.Equal("OperationNotPermitted", _world.Refused(
            ModifyNetworkInterfaceAttribute.Decide,
            new Shape.ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = managed }).Code);
        Assert.Equal("OperationNotPermitted", _world.Refused(
            DetachNetworkInterface.Decide,
            new Shape.DetachNetworkInterfaceRequest { AttachmentId = managed.Replace(
                "eni-", "eni-attach-", StringComparison.Ordinal) }).Code);
    }

    [Fact]
    public void The_interface_of_a_task_is_shown_as_AWS_shows_it()
    {
        var subnetId = _world.Subnet(_world.Vpc());
        var made = _world.TaskInterface(subnetId, publicIp: true);

        var shown = Assert.Single(_world.Do(DescribeNetworkInterfaces.Decide, new Shape.DescribeNetworkInterfacesRequest
        {
            Filters = [Ec2World.Filter("subnet-id", subnetId), Ec2World.Filter("group-id", [.. made.SecurityGroupIds])],
        }).NetworkInterfaces!);

        Assert.Equal("in-use", shown.Status);
        Assert.True(shown.RequesterManaged);
        Assert.Equal(made.PublicIpAddress, shown.Association!.PublicIp);
        Assert.Equal("attached", shown.Attachment!.Status);
        Assert.Equal("default", Assert.Single(shown.Groups!).GroupName);
    }

    private static InterfaceRequest Request(string subnetId, params string[] groups) =>
        new(subnetId, [.. groups], "", "test", Sandbox: null, RequesterId: null);

    private ApiError Refusal(InterfaceRequest request) => Assert.IsType<InterfaceOutcome.Refused>(
        InterfaceAllocation.Allocate(
            _world.Snapshot, _world.Given.Scope, request, _world.Now, new SeededEntropy(1))).Error;
}
