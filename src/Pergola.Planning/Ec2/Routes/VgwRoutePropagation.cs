using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Propagation of routes from virtual private gateways, of which there are none: nothing to stop, none to start.
/// </summary>
internal static class VgwRoutePropagation
{
    public static Decision<Nothing> Disable(
        Shape.DisableVgwRoutePropagationRequest request, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope).Of<RouteTable>().Find(request.RouteTableId) is null
            ? new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "")
            : Done.With();

    public static Decision<Nothing> Enable(
        Shape.EnableVgwRoutePropagationRequest request, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope).Of<RouteTable>().Find(request.RouteTableId) is null
            ? new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "")
            : new Ec2Error.GatewayNotFound(request.GatewayId ?? "");
}
