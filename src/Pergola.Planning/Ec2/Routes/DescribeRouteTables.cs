using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists route tables.</summary>
internal static class DescribeRouteTables
{
    public static Decision<Shape.DescribeRouteTablesResult> Decide(
        Shape.DescribeRouteTablesRequest request, Snapshot snapshot, Given given)
    {
        var (scope, realm) = (given.Scope, snapshot.In(given.Scope));
        return Catalog.Of<RouteTable>(Noun.RouteTable, (table, name) => Values(scope, realm, table, name)).Search(
            realm.Of<RouteTable>().All,
            new Query(request.RouteTableIds, request.Filters, request.MaxResults, request.NextToken),
            (tables, next) => new Shape.DescribeRouteTablesResult
            {
                RouteTables = [.. tables.Select(table => RouteTableView.Of(scope, realm, table))],
                NextToken = next,
            });
    }

    private static IEnumerable<string?>? Values(Scope scope, Realm realm, RouteTable table, string name) => name switch
    {
        "route-table-id" => [table.RouteTableId],
        "vpc-id" => [table.VpcId],
        "owner-id" => [scope.Account],
        "association.main" => table.Associations.Length == 0
            ? ["false"]
            : table.Associations.Select(each => Ec2Filter.Word(each.SubnetId is null)),
        "association.route-table-association-id" => table.Associations.Select(each => each.AssociationId),
        "association.route-table-id" => table.Associations.Select(_ => table.RouteTableId),
        "association.subnet-id" => table.Associations.Select(each => each.SubnetId),
        "association.gateway-id" => [],
        "route.destination-cidr-block" =>
            RouteTableView.Routes(scope, realm, table).Select(route => route.DestinationCidrBlock),
        "route.destination-prefix-list-id" =>
            RouteTableView.Routes(scope, realm, table).Select(route => route.DestinationPrefixListId),
        "route.gateway-id" => RouteTableView.Routes(scope, realm, table).Select(route => route.GatewayId),
        "route.nat-gateway-id" => RouteTableView.Routes(scope, realm, table).Select(route => route.NatGatewayId),
        "route.origin" => RouteTableView.Routes(scope, realm, table).Select(route => route.Origin),
        "route.state" => RouteTableView.Routes(scope, realm, table).Select(route => route.State),
        "route.instance-id" or "route.transit-gateway-id" or "route.vpc-peering-connection-id" => [],
        _ => null,
    };
}
