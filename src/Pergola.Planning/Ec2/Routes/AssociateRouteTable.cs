using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Makes a route table serve a subnet that no table of its own serves. Repeating it gives the same answer.
/// </summary>
internal static class AssociateRouteTable
{
    public static Decision<Shape.AssociateRouteTableResult> Decide(
        Shape.AssociateRouteTableRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (request.GatewayId is not null)
        {
            return new Ec2Error.Unsupported("Route tables of gateways are not supported; give a subnetId.");
        }

        if (!realm.Of<RouteTable>().TryGet(request.RouteTableId, out var table))
        {
            return new Ec2Error.NotFound(Noun.RouteTable, request.RouteTableId ?? "");
        }

        if (!realm.Of<Subnet>().TryGet(request.SubnetId, out var subnet))
        {
            return new Ec2Error.NotFound(Noun.Subnet, request.SubnetId ?? "");
        }

        if (subnet.VpcId != table.VpcId)
        {
            return new Ec2Error.InvalidParameterValue(
                $"route table {table.RouteTableId} and subnet {subnet.SubnetId} belong to different networks");
        }

        var existing =
            RouteTables.Of(realm, subnet)?.Associations.FirstOrDefault(each => each.SubnetId == subnet.SubnetId);
        if (existing is not null)
        {
            return table.Associations.Contains(existing)
                ? Answer(existing.AssociationId)
                : new Ec2Error.AlreadyAssociated(
                    $"the specified association for route table {table.RouteTableId} conflicts with an existing "
                    + $"association {existing.AssociationId}");
        }

        var association = new RouteTableAssociation(Mint.ResourceId("rtbassoc-", given.Entropy), subnet.SubnetId);
        return new Decision<Shape.AssociateRouteTableResult>.Accept(
            Answer(association.AssociationId),
            [new Change.Put(given.Scope, table with { Associations = table.Associations.Add(association) })]);
    }

    private static Shape.AssociateRouteTableResult Answer(string associationId) =>
        new() { AssociationId = associationId, AssociationState = RouteTableView.Associated };
}
