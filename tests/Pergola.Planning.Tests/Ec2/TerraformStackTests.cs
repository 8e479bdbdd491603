using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

/// <summary>
/// The network half of the stack that Terraform applies and destroys, in the orders that Terraform uses.
/// </summary>
public sealed class TerraformStackTests
{
    private readonly Ec2World _world = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Destroying_in_Terraforms_order_leaves_nothing(int seed)
    {
        var stack = Apply();
        var random = new Random(seed);

        // Level 2: routes, associations of route tables, and the Lattice association, in any order.
        InAnyOrder(
            random,
            [
                .. stack.Tables.Select(table => Step(DeleteRoute.Decide, new Shape.DeleteRouteRequest
                {
                    RouteTableId = table,
                    DestinationCidrBlock = "0.0.0.0/0",
                })),
                .. stack.TableAssociations.Select(association => Step(
                    DisassociateRouteTable.Decide,
                    new Shape.DisassociateRouteTableRequest { AssociationId = association })),
                () => _world.Forget<ServiceNetworkVpcAssociation>(stack.LatticeAssociation),
                () => _world.Forget<NetworkInterface>(stack.Task.NetworkInterfaceId),
            ]);

        // Level 3: what routes, association and tasks held.
        InAnyOrder(
            random,
            [
                Step(DeleteNatGateway.Decide, new Shape.DeleteNatGatewayRequest { NatGatewayId = stack.NatGateway }),
                .. stack.Tables.Select(table => Step(
                    DeleteRouteTable.Decide, new Shape.DeleteRouteTableRequest { RouteTableId = table })),
                .. stack.Groups.Select(group => Step(
                    DeleteSecurityGroup.Decide, new Shape.DeleteSecurityGroupRequest { GroupId = group })),
                Step(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = stack.PrivateSubnet }),
            ]);
        _world.NodeCatchesUp();

        // Level 4: what the NAT gateway held.
        InAnyOrder(
            random,
            [
                Step(ReleaseAddress.Decide, new Shape.ReleaseAddressRequest { AllocationId = stack.Address }),
                Step(DeleteSubnet.Decide, new Shape.DeleteSubnetRequest { SubnetId = stack.PublicSubnet }),
            ]);
        _world.Do(DetachInternetGateway.Decide, new Shape.DetachInternetGatewayRequest
        {
            InternetGatewayId = stack.InternetGateway,
            VpcId = stack.Vpc,
        });
        _world.Do(DeleteInternetGateway.Decide, new Shape.DeleteInternetGatewayRequest
        {
            InternetGatewayId = stack.InternetGateway,
        });
        _world.Do(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = stack.Vpc });

        Assert.Equal(["deleted"], _world.Realm.All.Cast<NatGateway>().Select(gateway => gateway.State));
        _world.Now += NetworkLoop.DeletedNatGatewayShown;
        _world.NodeCatchesUp();
        Assert.True(_world.Realm.IsEmpty);
    }

    [Fact]
    public void Every_kind_comes_back_from_the_journal_as_it_was()
    {
        Apply();
        _world.Do(CreateManagedPrefixList.Decide, new Shape.CreateManagedPrefixListRequest
        {
            PrefixListName = "offices",
            AddressFamily = "IPv4",
            MaxEntries = 2,
            Entries = [new Shape.AddPrefixListEntry { Cidr = "192.0.2.0/24", Description = "head office" }],
        });

        foreach (var resource in _world.Realm.All)
        {
            var kind = ResourceKinds.For(resource);
            var json = kind.Serialize(resource);

            Assert.Equal(json, kind.Serialize(kind.Deserialize(json)));
        }
    }

    private static void InAnyOrder(Random random, Action[] steps)
    {
        random.Shuffle(steps);
        foreach (var step in steps)
        {
            step();
        }
    }

    private Action Step<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) => () => _world.Do(
            decide, request);

    private Stack Apply()
    {
        var vpcId = _world.Vpc();
        _world.NodeCatchesUp();
        var (publicSubnet, privateSubnet) =
            (_world.Subnet(vpcId, "10.0.101.0/24"), _world.Subnet(vpcId, "10.0.1.0/24"));
        var gatewayId = _world.AttachedGateway(vpcId);
        var (publicTable, privateTable) = (_world.RouteTable(vpcId), _world.RouteTable(vpcId));
        string[] associations = [Associate(publicTable, publicSubnet), Associate(privateTable, privateSubnet)];
        var address = _world.Address();
        var natGatewayId = _world.NatGateway(publicSubnet, address);
        _world.NodeCatchesUp();
        var route = new Shape.CreateRouteRequest { RouteTableId = publicTable, DestinationCidrBlock = "0.0.0.0/0" };
        _world.Do(CreateRoute.Decide, route with { GatewayId = gatewayId });
        _world.Do(CreateRoute.Decide, route with { RouteTableId = privateTable, NatGatewayId = natGatewayId });
        string[] groups = [_world.Group(vpcId, "ecs_service"), _world.Group(vpcId, "lattice_service_network")];
        return new Stack(
            vpcId,
            publicSubnet,
            privateSubnet,
            gatewayId,
            [publicTable, privateTable],
            associations,
            address,
            natGatewayId,
            groups,
            _world.LatticeAssociation(vpcId, "ACTIVE", groups[1]),
            _world.TaskInterface(privateSubnet, publicIp: false, groups[0]));
    }

    private string Associate(string tableId, string subnetId) => _world.Do(
        AssociateRouteTable.Decide,
        new Shape.AssociateRouteTableRequest { RouteTableId = tableId, SubnetId = subnetId }).AssociationId!;

    private sealed record Stack(
        string Vpc,
        string PublicSubnet,
        string PrivateSubnet,
        string InternetGateway,
        string[] Tables,
        string[] TableAssociations,
        string Address,
        string NatGateway,
        string[] Groups,
        string LatticeAssociation,
        NetworkInterface Task);
}
