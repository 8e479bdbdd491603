using Pergola.Domain;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Ends an association; the main table serves the subnet again.</summary>
internal static class DisassociateRouteTable
{
    public static Decision<Nothing> Decide(Shape.DisassociateRouteTableRequest request, Snapshot snapshot, Given given)
    {
        if (RouteTables.FindAssociation(snapshot.In(given.Scope), request.AssociationId) is not { } found)
        {
            return new Ec2Error.AssociationNotFound(request.AssociationId ?? "");
        }

        return found.Association.SubnetId is null
            ? new Ec2Error.InvalidParameterValue(
                $"cannot disassociate the main route table association {found.Association.AssociationId}")
            : Done.With(new Change.Put(given.Scope, found.Table with
            {
                Associations = found.Table.Associations.Remove(found.Association),
            }));
    }
}
