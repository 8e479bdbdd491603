using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>Which table serves which subnet, and which routes lead somewhere.</summary>
internal static class RouteTables
{
    /// <summary>The table a subnet is associated with, or the VPC's main table.</summary>
    public static RouteTable? Of(Realm realm, Subnet subnet)
    {
        var tables = realm.Of<RouteTable>().Under(subnet.VpcId).ToArray();
        return tables.FirstOrDefault(table => table.Associations.Any(each => each.SubnetId == subnet.SubnetId))
            ?? tables.FirstOrDefault(table => table.IsMain);
    }

    /// <summary>The VPC's main table.</summary>
    public static RouteTable Main(Realm realm, string vpcId) =>
        realm.Of<RouteTable>().Under(vpcId).First(table => table.IsMain);

    /// <summary>
    /// True when the target of a route is there; otherwise the API calls the route a <c>blackhole</c>.
    /// </summary>
    public static bool IsActive(Realm realm, string vpcId, Route route) => route.NatGatewayId is { } natGatewayId
        ? realm.Of<NatGateway>().Find(natGatewayId) is { Stands: true }
        : realm.Of<InternetGateway>().Find(route.GatewayId)?.VpcId == vpcId;

    /// <summary>The table that has an association, with it; null when none has.</summary>
    public static (RouteTable Table, RouteTableAssociation Association)? FindAssociation(Realm realm, string? id)
    {
        foreach (var table in realm.Of<RouteTable>().All)
        {
            if (table.Associations.FirstOrDefault(each => each.AssociationId == id) is { } association)
            {
                return (table, association);
            }
        }

        return null;
    }
}
