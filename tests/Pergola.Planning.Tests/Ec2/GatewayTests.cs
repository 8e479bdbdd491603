using Pergola.Core;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class GatewayTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void An_attached_internet_gateway_says_available_and_blocks_its_own_deletion()
    {
        var vpcId = _world.Vpc();
        var gatewayId = _world.AttachedGateway(vpcId);

        var shown = Assert.Single(_world.Do(
            DescribeInternetGateways.Decide,
            new Shape.DescribeInternetGatewaysRequest { InternetGatewayIds = [gatewayId] }).InternetGateways!);
        var attachment = Assert.Single(shown.Attachments!);
        Assert.Equal((vpcId, "available"), (attachment.VpcId, attachment.State));

        var error = _world.Refused(
            DeleteInternetGateway.Decide, new Shape.DeleteInternetGatewayRequest { InternetGatewayId = gatewayId });
        Assert.Equal("DependencyViolation", error.Code);
        Assert.Contains(vpcId, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attaching_is_refused_in_this_order()
    {
        var vpcId = _world.Vpc();
        var gatewayId = _world.AttachedGateway(vpcId);
        var free = _world.Do(CreateInternetGateway.Decide, new Shape.CreateInternetGatewayRequest())
            .InternetGateway!.InternetGatewayId!;

        Assert.Equal("InvalidInternetGatewayID.NotFound", Attach("igw-absent", "vpc-absent").Code);
        Assert.Equal("InvalidVpcID.NotFound", Attach(gatewayId, "vpc-absent").Code);
        Assert.Equal("Resource.AlreadyAssociated", Attach(gatewayId, vpcId).Code);
        Assert.Equal("InvalidParameterValue", Attach(free, vpcId).Code);
        Assert.Equal("Gateway.NotAttached", _world.Refused(
            DetachInternetGateway.Decide,
            new Shape.DetachInternetGatewayRequest { InternetGatewayId = free, VpcId = vpcId }).Code);
    }

    [Fact]
    public void A_gateway_is_not_detached_while_an_interface_has_a_public_address_and_the_address_is_named()
    {
        var vpcId = _world.Vpc();
        var gatewayId = _world.AttachedGateway(vpcId);
        var task = _world.TaskInterface(_world.Subnet(vpcId), publicIp: true);
        var request = new Shape.DetachInternetGatewayRequest { InternetGatewayId = gatewayId, VpcId = vpcId };

        var error = _world.Refused(DetachInternetGateway.Decide, request);
        Assert.Equal("DependencyViolation", error.Code);
        Assert.Contains("mapped public address", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"{task.PublicIpAddress} on {task.NetworkInterfaceId}", error.Message, StringComparison.Ordinal);

        _world.Forget<NetworkInterface>(task.NetworkInterfaceId);
        _world.Do(DetachInternetGateway.Decide, request);
    }

    [Fact]
    public void A_NAT_gateway_is_pending_until_the_node_applied_it()
    {
        var (natGatewayId, _, allocationId) = Nat();
        Assert.Equal("pending", Describe(natGatewayId).State);

        _world.NodeCatchesUp();

        var gateway = Describe(natGatewayId);
        Assert.Equal("available", gateway.State);
        var address = Assert.Single(gateway.NatGatewayAddresses!);
        Assert.Equal((true, allocationId), (address.IsPrimary, address.AllocationId));
        Assert.Equal(_world.Realm.Of<ElasticIp>()[allocationId].PublicIp, address.PublicIp);
    }

    [Fact]
    public void A_report_from_before_the_NAT_gateway_does_not_make_it_available()
    {
        var vpcId = _world.Vpc();
        var old = new NodeReport(_world.Snapshot.Revision, [vpcId], [], [], [], []);
        _world.AttachedGateway(vpcId);
        var natGatewayId = _world.NatGateway(_world.Subnet(vpcId), _world.Address());

        var step = NetworkLoop.Step(
            _world.Snapshot, old, new LoopGiven(_world.Now, new SeededEntropy(1), Pace.Aws));

        Assert.DoesNotContain(
            natGatewayId, step.Changes.OfType<Domain.Change.Put>().Select(put => put.Resource.Id));
    }

    [Fact]
    public void A_deleted_NAT_gateway_frees_interface_and_address_with_the_state_and_is_shown_for_an_hour()
    {
        var (natGatewayId, subnetId, allocationId) = Nat();
        var association = _world.Realm.Of<ElasticIp>()[allocationId].AssociationId;
        _world.NodeCatchesUp();
        _world.Do(DeleteNatGateway.Decide, new Shape.DeleteNatGatewayRequest { NatGatewayId = natGatewayId });
        Assert.Equal("deleting", Describe(natGatewayId).State);
        Assert.Equal("DependencyViolation", _world.Refused(
            DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnetId }).Code);

        var step = _world.NodeCatchesUp();

        Assert.Equal("deleted", Describe(natGatewayId).State);
        Assert.Null(step.NextDue);
        Assert.Equal(_world.Now + TimeSpan.FromHours(1), _world.NodeCatchesUp().NextDue);
        Assert.Equal("InvalidAssociationID.NotFound", _world.Refused(
            DisassociateAddress.Decide, new Shape.DisassociateAddressRequest { AssociationId = association }).Code);
        _world.Do(ReleaseAddress.Decide, new Shape.ReleaseAddressRequest { AllocationId = allocationId });
        _world.Do(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = subnetId });

        _world.Now += TimeSpan.FromHours(1);
        _world.NodeCatchesUp();
        Assert.Equal("NatGatewayNotFound", _world.Refused(
            DescribeNatGateways.Decide, new Shape.DescribeNatGatewaysRequest { NatGatewayIds = [natGatewayId] }).Code);
    }

    [Fact]
    public void The_same_client_token_gives_the_same_NAT_gateway()
    {
        var vpcId = _world.Vpc();
        _world.AttachedGateway(vpcId);
        var request = new Shape.CreateNatGatewayRequest
        {
            SubnetId = _world.Subnet(vpcId),
            AllocationId = _world.Address(),
            ClientToken = "once",
        };

        var first = _world.Do(CreateNatGateway.Decide, request);

        Assert.Equal(
            first.NatGateway!.NatGatewayId, _world.Do(CreateNatGateway.Decide, request).NatGateway!.NatGatewayId);
    }

    [Fact]
    public void CreateNatGateway_refuses_in_this_order()
    {
        var vpcId = _world.Vpc();
        var subnetId = _world.Subnet(vpcId);
        var allocationId = _world.Address();

        Assert.Equal("InvalidSubnetID.NotFound", RefusedNat("subnet-absent", null).Code);
        Assert.Equal("MissingParameter", RefusedNat(subnetId, null).Code);
        Assert.Equal("InvalidAllocationID.NotFound", RefusedNat(subnetId, "eipalloc-absent").Code);
        Assert.Equal("Gateway.NotAttached", RefusedNat(subnetId, allocationId).Code);
        _world.AttachedGateway(vpcId);
        _world.NatGateway(subnetId, allocationId);
        Assert.Equal("Resource.AlreadyAssociated", RefusedNat(subnetId, allocationId).Code);
    }

    [Fact]
    public void An_address_in_use_is_not_released_and_the_user_is_named()
    {
        var (_, _, allocationId) = Nat();

        var error =
            _world.Refused(ReleaseAddress.Decide, new Shape.ReleaseAddressRequest { AllocationId = allocationId });

        Assert.Equal("InvalidIPAddress.InUse", error.Code);
        Assert.Contains(
            _world.Realm.Of<ElasticIp>()[allocationId].NetworkInterfaceId!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_moves_to_another_interface_unless_that_is_forbidden()
    {
        var vpcId = _world.Vpc();
        _world.AttachedGateway(vpcId);
        var subnetId = _world.Subnet(vpcId);
        var (first, second, allocationId) = (_world.Interface(subnetId), _world.Interface(subnetId), _world.Address());
        var request = new Shape.AssociateAddressRequest { AllocationId = allocationId, NetworkInterfaceId = first };
        var associationId = _world.Do(AssociateAddress.Decide, request).AssociationId;
        Assert.Equal(associationId, _world.Do(AssociateAddress.Decide, request).AssociationId);

        var move = request with { NetworkInterfaceId = second };
        Assert.Equal("Resource.AlreadyAssociated", _world.Refused(
            AssociateAddress.Decide, move with { AllowReassociation = false }).Code);
        _world.Do(AssociateAddress.Decide, move);

        Assert.Equal(second, _world.Realm.Of<ElasticIp>()[allocationId].NetworkInterfaceId);
        _world.Do(
            DeleteNetworkInterface.Decide, new Shape.DeleteNetworkInterfaceRequest { NetworkInterfaceId = second });
        Assert.Null(_world.Realm.Of<ElasticIp>()[allocationId].AssociationId);
    }

    private (string NatGatewayId, string SubnetId, string AllocationId) Nat()
    {
        var vpcId = _world.Vpc();
        _world.AttachedGateway(vpcId);
        var (subnetId, allocationId) = (_world.Subnet(vpcId), _world.Address());
        return (_world.NatGateway(subnetId, allocationId), subnetId, allocationId);
    }

    private Shape.NatGateway Describe(string id) => Assert.Single(_world.Do(
        DescribeNatGateways.Decide, new Shape.DescribeNatGatewaysRequest { NatGatewayIds = [id] }).NatGateways!);

    private ApiError Attach(string gatewayId, string vpcId) => _world.Refused(
        AttachInternetGateway.Decide,
        new Shape.AttachInternetGatewayRequest { InternetGatewayId = gatewayId, VpcId = vpcId });

    private ApiError RefusedNat(string subnetId, string? allocationId) => _world.Refused(
        CreateNatGateway.Decide,
        new Shape.CreateNatGatewayRequest { SubnetId = subnetId, AllocationId = allocationId });
}
