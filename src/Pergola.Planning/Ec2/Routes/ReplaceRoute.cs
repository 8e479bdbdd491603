using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives a route of a table another target.</summary>
internal static class ReplaceRoute
{
    public static Decision<Nothing> Decide(Shape.ReplaceRouteRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<RouteTable>().TryGet(request.RouteTableId, out var table))
        {
            return new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "");
        }

        var asked = new RouteRequest(
            request.DestinationCidrBlock,
            request.DestinationIpv6CidrBlock,
            request.DestinationPrefixListId,
            request.GatewayId,
            request.NatGatewayId,
            request.InstanceId,
            request.NetworkInterfaceId,
            request.VpcPeeringConnectionId,
            request.VpcEndpointId,
            request.TransitGatewayId,
            request.LocalGatewayId,
            request.CarrierGatewayId,
            request.CoreNetworkArn,
            request.OdbNetworkArn,
            request.EgressOnlyInternetGatewayId);
        if (asked.Read(realm, given.Scope.Region, table, out var route) is { } error)
        {
            return error;
        }

        return table.Routes.FirstOrDefault(each => each.Destination == route.Destination) is { } existing
            ? Done.With(new Change.Put(given.Scope, table with { Routes = table.Routes.Replace(existing, route) }))
            : new Ec2Error.RouteNotFound(route.Destination, table.RouteTableId);
    }
}
