using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a route table that serves no subnet and is not the main one.</summary>
internal static class DeleteRouteTable
{
    public static Decision<Nothing> Decide(Shape.DeleteRouteTableRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<RouteTable>().TryGet(request.RouteTableId, out var table))
        {
            return new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "");
        }

        string[] blockers =
        [
            .. table.Associations.Select(
                each => $"{each.AssociationId} ({each.SubnetId ?? $"main table of {table.VpcId}"})"),
        ];
        return blockers.Length > 0
            ? new Ec2Error.DependencyViolation("routeTable", table.RouteTableId, blockers)
            : Done.With(Done.Remove<RouteTable>(given.Scope, table.RouteTableId));
    }
}
