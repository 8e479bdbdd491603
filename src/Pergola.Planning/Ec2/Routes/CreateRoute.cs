using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds a route to a table that has none to that destination.</summary>
internal static class CreateRoute
{
    public static Decision<Shape.CreateRouteResult> Decide(
        Shape.CreateRouteRequest request, Snapshot snapshot, Given given)
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

        if (LocalError(realm, table, route) is { } localError)
        {
            return localError;
        }

        return table.Routes.Any(each => each.Destination == route.Destination)
            ? new Ec2Error.RouteAlreadyExists(route.Destination)
            : new Decision<Shape.CreateRouteResult>.Accept(
                new Shape.CreateRouteResult { Return = true },
                [new Change.Put(given.Scope, table with { Routes = table.Routes.Add(route) })]);
    }

    private static Ec2Error? LocalError(Realm realm, RouteTable table, Route route)
    {
        if (!Cidr.TryParse(route.DestinationCidrBlock, out var destination))
        {
            return null;
        }

        var local = RouteTableView.LocalNetworks(realm, table.VpcId).Select(Cidr.Parse)
            .FirstOrDefault(network => network.Contains(destination));
        if (local is null)
        {
            return null;
        }

        return local == destination
            ? new Ec2Error.RouteAlreadyExists(route.Destination)
            : new Ec2Error.InvalidParameterValue(
                $"The destination CIDR block {destination} is more specific than the local route {local}; "
                + "internet and NAT gateways cannot be its target.");
    }
}
