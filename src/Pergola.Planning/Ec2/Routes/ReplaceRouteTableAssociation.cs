using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives a subnet, or the VPC's main place, to another table, under a new association id.</summary>
internal static class ReplaceRouteTableAssociation
{
    public static Decision<Shape.ReplaceRouteTableAssociationResult> Decide(
        Shape.ReplaceRouteTableAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (RouteTables.FindAssociation(realm, request.AssociationId) is not { } found)
        {
            return new Ec2Error.AssociationNotFound(request.AssociationId ?? "");
        }

        if (!realm.Of<RouteTable>().TryGet(request.RouteTableId, out var table))
        {
            return new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "");
        }

        if (table.VpcId != found.Table.VpcId)
        {
            return new Ec2Error.InvalidParameterValue(
                $"route tables {table.RouteTableId} and {found.Table.RouteTableId} belong to different networks");
        }

        var association = found.Association with { AssociationId = Mint.ResourceId("rtbassoc-", given.Entropy) };
        var answer = new Shape.ReplaceRouteTableAssociationResult
        {
            NewAssociationId = association.AssociationId,
            AssociationState = RouteTableView.Associated,
        };
        var without = found.Table with { Associations = found.Table.Associations.Remove(found.Association) };
        return table.RouteTableId == without.RouteTableId
            ? new Decision<Shape.ReplaceRouteTableAssociationResult>.Accept(
                answer, [new Change.Put(given.Scope, With(without, association))])
            : new Decision<Shape.ReplaceRouteTableAssociationResult>.Accept(
                answer, [new Change.Put(given.Scope, without), new Change.Put(given.Scope, With(table, association))]);

        static RouteTable With(RouteTable table, RouteTableAssociation added) =>
            table with { Associations = table.Associations.Add(added) };
    }
}
