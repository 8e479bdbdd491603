using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteServiceNetworkResourceAssociation: gone, with those that it brought, once the node no longer serves it.
/// </summary>
internal static class DeleteServiceNetworkResourceAssociation
{
    public static Decision<DeleteServiceNetworkResourceAssociationResponse> Decide(
        DeleteServiceNetworkResourceAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var identifier = request.ServiceNetworkResourceAssociationIdentifier;
        if (!LatticeLookup.TryFindAssociation<ServiceNetworkResourceAssociation>(
            snapshot, given, identifier, out var found, out var refusal))
        {
            return refusal;
        }

        if (found.GroupAssociationId is { } parentId)
        {
            return LatticeError.Conflict.With<ServiceNetworkResourceAssociation>(
                found.Id,
                $"Association {found.Id} of child {found.ResourceConfigurationId} belongs to its group's, {parentId}; "
                + "delete that one, or the child.");
        }

        var end = AssociationEnd.Begin<
            ServiceNetworkResourceAssociation, DeleteServiceNetworkResourceAssociationResponse>(
                identifier,
                snapshot,
                given,
                leaving => new() { Id = leaving.Id, Arn = leaving.Arn, Status = leaving.Status });
        return end is Decision<DeleteServiceNetworkResourceAssociationResponse>.Accept { Changes.IsEmpty: false } begun
            ? begun with { Changes = [.. begun.Changes, .. Children(realm, found, snapshot, given)] }
            : end;
    }

    private static IEnumerable<Change> Children(
        Realm realm, ServiceNetworkResourceAssociation parent, Snapshot snapshot, Given given) =>
        realm.Of<ServiceNetworkResourceAssociation>().Under(parent.Id)
            .SelectMany(child => GroupMembers.Leave(child, snapshot, given));
}
