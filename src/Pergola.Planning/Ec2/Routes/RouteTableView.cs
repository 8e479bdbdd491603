using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// A route table as the API shows it: with the VPC's own routes, and Lattice's while the VPC is associated.
/// </summary>
internal static class RouteTableView
{
    public static Shape.RouteTable Of(Scope scope, Realm realm, RouteTable table) => new()
    {
        RouteTableId = table.RouteTableId,
        VpcId = table.VpcId,
        OwnerId = scope.Account,
        PropagatingVgws = [],
        Associations = [.. table.Associations.Select(association => Association(table, association))],
        Routes = Routes(scope, realm, table),
        Tags = TagList.Write(table.Tags),
    };

    public static Shape.RouteTableAssociationState Associated { get; } = new() { State = "associated" };

    /// <summary>Every route of the table, those that AWS makes first.</summary>
    public static IReadOnlyList<Shape.Route> Routes(Scope scope, Realm realm, RouteTable table) =>
    [
        .. LocalNetworks(realm, table.VpcId).Select(network => new Shape.Route
        {
            DestinationCidrBlock = network,
            GatewayId = "local",
            Origin = "CreateRouteTable",
            State = "active",
        }),
        .. table.Routes.Select(route => new Shape.Route
        {
            DestinationCidrBlock = route.DestinationCidrBlock,
            DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
            DestinationPrefixListId = route.DestinationPrefixListId,
            GatewayId = route.GatewayId,
            NatGatewayId = route.NatGatewayId,
            Origin = "CreateRoute",
            State = RouteTables.IsActive(realm, table.VpcId, route) ? "active" : "blackhole",
        }),
        .. LatticeRoutes(scope, realm, table.VpcId),
    ];

    /// <summary>The networks that every table of the VPC routes locally.</summary>
    public static IEnumerable<string> LocalNetworks(Realm realm, string vpcId)
    {
        var vpc = realm.Of<Vpc>()[vpcId];
        return [vpc.CidrBlock, .. vpc.SecondaryCidrs.Select(cidr => cidr.CidrBlock)];
    }

    private static IEnumerable<Shape.Route> LatticeRoutes(Scope scope, Realm realm, string vpcId) =>
        LatticeAssociations.Of(realm, vpcId)
            .Where(association => association.Status is "ACTIVE" or "UPDATE_IN_PROGRESS")
            .Select(_ => new Shape.Route
            {
                DestinationPrefixListId = PrefixLists.LatticeId(scope.Region),
                GatewayId = "VpcLattice",
                Origin = "CreateRoute",
                State = "active",
            });

    private static Shape.RouteTableAssociation Association(RouteTable table, RouteTableAssociation association) => new()
    {
        RouteTableAssociationId = association.AssociationId,
        RouteTableId = table.RouteTableId,
        SubnetId = association.SubnetId,
        Main = association.SubnetId is null,
        AssociationState = Associated,
    };
}
