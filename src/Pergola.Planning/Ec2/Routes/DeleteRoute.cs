using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a route. The VPC's own routes, and Lattice's, are not a table's to remove.</summary>
internal static class DeleteRoute
{
    public static Decision<Nothing> Decide(Shape.DeleteRouteRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<RouteTable>().TryGet(request.RouteTableId, out var table))
        {
            return new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "");
        }

        if (RouteRequest.DestinationError(
            realm,
            given.Scope.Region,
            request.DestinationCidrBlock,
            request.DestinationIpv6CidrBlock,
            request.DestinationPrefixListId,
            out var destination) is { } error)
        {
            return error;
        }

        if (RouteTableView.LocalNetworks(realm, table.VpcId).Contains(destination.Destination))
        {
            return new Ec2Error.InvalidParameterValue(
                $"cannot remove local route {destination.Destination} in route table {table.RouteTableId}");
        }

        return table.Routes.FirstOrDefault(each => each.Destination == destination.Destination) is { } existing
            ? Done.With(new Change.Put(given.Scope, table with { Routes = table.Routes.Remove(existing) }))
            : new Ec2Error.RouteNotFound(destination.Destination, table.RouteTableId);
    }
}
