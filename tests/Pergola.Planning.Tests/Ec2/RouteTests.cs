using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class RouteTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void CreateRoute_refuses_in_this_order()
    {
        var vpcId = _world.Vpc();
        var tableId = _world.RouteTable(vpcId);
        var gatewayId = _world.AttachedGateway(vpcId);
        var elsewhere = _world.AttachedGateway(_world.Vpc());
        var route = new Shape.CreateRouteRequest { RouteTableId = tableId };

        Assert.Equal("InvalidRouteTableID.NotFound", Refused(route with { RouteTableId = "rtb-absent" }));
        Assert.Equal("InvalidParameterCombination", Refused(route));
        Assert.Equal("InvalidParameterValue", Refused(route with { DestinationCidrBlock = "all" }));
        Assert.Equal("InvalidPrefixListID.NotFound", Refused(route with { DestinationPrefixListId = "pl-absent" }));
        route = route with { DestinationCidrBlock = "0.0.0.0/0" };
        Assert.Equal("UnsupportedOperation", Refused(route with { TransitGatewayId = "tgw-1" }));
        Assert.Equal("InvalidParameterCombination", Refused(route));
        Assert.Equal("InvalidGatewayID.NotFound", Refused(route with { GatewayId = "igw-absent" }));
        Assert.Equal("InvalidParameterValue", Refused(route with { GatewayId = elsewhere }));
        Assert.Equal("InvalidNatGatewayID.NotFound", Refused(route with { NatGatewayId = "nat-absent" }));
        route = route with { GatewayId = gatewayId };
        Assert.Equal("RouteAlreadyExists", Refused(route with { DestinationCidrBlock = "10.0.0.0/16" }));
        Assert.Equal("InvalidParameterValue", Refused(route with { DestinationCidrBlock = "10.0.1.0/24" }));
        _world.Do(CreateRoute.Decide, route);
        Assert.Equal("RouteAlreadyExists", Refused(route));
    }

    [Fact]
    public void A_route_to_a_gateway_that_left_is_a_blackhole_and_active_again_when_one_comes_back()
    {
        var vpcId = _world.Vpc();
        var (tableId, gatewayId) = (_world.RouteTable(vpcId), _world.AttachedGateway(vpcId));
        AddDefaultRoute(tableId, gatewayId);
        Assert.Equal("active", DefaultRoute(tableId).State);

        _world.Do(DetachInternetGateway.Decide, new Shape.DetachInternetGatewayRequest
        {
            InternetGatewayId = gatewayId,
            VpcId = vpcId,
        });
        Assert.Equal("blackhole", DefaultRoute(tableId).State);

        _world.Do(AttachInternetGateway.Decide, new Shape.AttachInternetGatewayRequest
        {
            InternetGatewayId = gatewayId,
            VpcId = vpcId,
        });
        Assert.Equal("active", DefaultRoute(tableId).State);
    }

    [Fact]
    public void A_route_can_be_replaced_and_deleted_once()
    {
        var vpcId = _world.Vpc();
        var (tableId, gatewayId) = (_world.RouteTable(vpcId), _world.AttachedGateway(vpcId));
        AddDefaultRoute(tableId, gatewayId);
        var natGatewayId = _world.NatGateway(_world.Subnet(vpcId), _world.Address());
        _world.Do(ReplaceRoute.Decide, new Shape.ReplaceRouteRequest
        {
            RouteTableId = tableId,
            DestinationCidrBlock = "0.0.0.0/0",
            NatGatewayId = natGatewayId,
        });
        Assert.Equal((natGatewayId, null), (DefaultRoute(tableId).NatGatewayId, DefaultRoute(tableId).GatewayId));

        var delete = new Shape.DeleteRouteRequest { RouteTableId = tableId, DestinationCidrBlock = "0.0.0.0/0" };
        _world.Do(DeleteRoute.Decide, delete);

        Assert.Equal("InvalidRoute.NotFound", _world.Refused(DeleteRoute.Decide, delete).Code);
        Assert.Equal("InvalidParameterValue", _world.Refused(
            DeleteRoute.Decide, delete with { DestinationCidrBlock = "10.0.0.0/16" }).Code);
    }

    [Theory]
    [InlineData("CREATE_IN_PROGRESS", false)]
    [InlineData("ACTIVE", true)]
    [InlineData("DELETE_IN_PROGRESS", false)]
    public void Lattice_has_a_route_in_every_table_while_the_association_is_active(string status, bool shown)
    {
        var vpcId = _world.Vpc();
        var tableId = _world.RouteTable(vpcId);
        _world.LatticeAssociation(vpcId, status);

        var routes = Describe(tableId).Routes!.Where(route => route.GatewayId == "VpcLattice").ToArray();

        Assert.Equal(shown, routes.Length == 1);
        Assert.All(routes, route => Assert.Equal(
            PrefixLists.LatticeId("ap-northeast-1"), route.DestinationPrefixListId));
    }

    [Fact]
    public void A_subnet_has_one_table_and_associating_it_again_gives_the_same_association()
    {
        var vpcId = _world.Vpc();
        var (subnetId, first, second) = (_world.Subnet(vpcId), _world.RouteTable(vpcId), _world.RouteTable(vpcId));
        var request = new Shape.AssociateRouteTableRequest { RouteTableId = first, SubnetId = subnetId };

        var associationId = _world.Do(AssociateRouteTable.Decide, request).AssociationId!;

        Assert.Equal(associationId, _world.Do(AssociateRouteTable.Decide, request).AssociationId);
        Assert.Equal("Resource.AlreadyAssociated", _world.Refused(
            AssociateRouteTable.Decide, request with { RouteTableId = second }).Code);
        var found = Assert.Single(_world.Do(DescribeRouteTables.Decide, new Shape.DescribeRouteTablesRequest
        {
            Filters = [Ec2World.Filter("association.route-table-association-id", associationId)],
        }).RouteTables!);
        Assert.Equal("associated", Assert.Single(found.Associations!).AssociationState!.State);
        var error = _world.Refused(DeleteRouteTable.Decide, new Shape.DeleteRouteTableRequest { RouteTableId = first });
        Assert.Equal("DependencyViolation", error.Code);
        Assert.Contains(subnetId, error.Message, StringComparison.Ordinal);

        var disassociate = new Shape.DisassociateRouteTableRequest { AssociationId = associationId };
        _world.Do(DisassociateRouteTable.Decide, disassociate);
        Assert.Equal("InvalidAssociationID.NotFound", _world.Refused(DisassociateRouteTable.Decide, disassociate).Code);
    }

    [Fact]
    public void The_main_place_moves_to_another_table_but_is_never_empty()
    {
        var vpcId = _world.Vpc();
        var old = RouteTables.Main(_world.Realm, vpcId);
        var tableId = _world.RouteTable(vpcId);
        var associationId = old.Associations[0].AssociationId;
        Assert.Equal("InvalidParameterValue", _world.Refused(
            DisassociateRouteTable.Decide,
            new Shape.DisassociateRouteTableRequest { AssociationId = associationId }).Code);

        var moved = _world.Do(ReplaceRouteTableAssociation.Decide, new Shape.ReplaceRouteTableAssociationRequest
        {
            AssociationId = associationId,
            RouteTableId = tableId,
        });

        Assert.NotEqual(associationId, moved.NewAssociationId);
        Assert.Equal(tableId, RouteTables.Main(_world.Realm, vpcId).RouteTableId);
        _world.Do(DeleteRouteTable.Decide, new Shape.DeleteRouteTableRequest { RouteTableId = old.RouteTableId });
        _world.Do(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = vpcId });
        Assert.True(_world.Realm.IsEmpty);
    }

    private string Refused(Shape.CreateRouteRequest request) => _world.Refused(CreateRoute.Decide, request).Code;

    private void AddDefaultRoute(string tableId, string gatewayId) => _world.Do(
        CreateRoute.Decide,
        new Shape.CreateRouteRequest
        {
            RouteTableId = tableId,
            DestinationCidrBlock = "0.0.0.0/0",
            GatewayId = gatewayId,
        });

    private Shape.RouteTable Describe(string tableId) => Assert.Single(_world.Do(
        DescribeRouteTables.Decide, new Shape.DescribeRouteTablesRequest { RouteTableIds = [tableId] }).RouteTables!);

    private Shape.Route DefaultRoute(string tableId) =>
        Describe(tableId).Routes!.Single(route => route.DestinationCidrBlock == "0.0.0.0/0");
}
