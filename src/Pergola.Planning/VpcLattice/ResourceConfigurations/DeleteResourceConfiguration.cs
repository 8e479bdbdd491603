using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteResourceConfiguration: refused while it is associated by itself or has children. A child takes leave of the
/// networks that its group brought it into; it is gone once the node has let go, its policies and access log
/// subscriptions at once.
/// </summary>
internal static class DeleteResourceConfiguration
{
    public static Decision<DeleteResourceConfigurationResponse> Decide(
        DeleteResourceConfigurationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ResourceConfiguration>(
            realm, request.ResourceConfigurationIdentifier, out var found, out var refusal))
        {
            return refusal;
        }

        if (Refuse(realm, found) is { } refused)
        {
            return refused;
        }

        ImmutableArray<Change> changes = found.Status == ResourceConfigurationStatus.DeleteInProgress
            ? []
            :
            [
                .. ConfigurationFamily.AssociationsOf(realm, found.Id)
                    .SelectMany(association => GroupMembers.Leave(association, snapshot, given)),
                .. Shareable.RemovalOfAttachments(given.Scope, realm, found),
                new Change.Put(given.Scope, found with
                {
                    Status = ResourceConfigurationStatus.DeleteInProgress,
                    LastUpdatedAt = given.Now,
                }),
            ];
        return new Decision<DeleteResourceConfigurationResponse>.Accept(
            new DeleteResourceConfigurationResponse(), changes);
    }

    private static LatticeError? Refuse(Realm realm, ResourceConfiguration found)
    {
        if (found.Status == ResourceConfigurationStatus.UpdateInProgress)
        {
            return LatticeError.Conflict.Status(found, found.Status);
        }

        var own = ConfigurationFamily.AssociationsOf(realm, found.Id)
            .Where(association => association.GroupAssociationId is null);
        return LatticeError.Conflict.Blocked<ResourceConfiguration>(
            found.Id,
            $"Resource configuration {found.Id}",
            ("has service network association(s)", Associations.Ids(own)),
            (
                "has VPC endpoint association(s)",
                realm.Of<ResourceEndpointAssociation>().Under(found.Id)
                    .Select(association => $"{association.Id} ({association.VpcEndpointId})")),
            ("has child configuration(s)", Associations.Ids(ConfigurationFamily.ChildrenOf(realm, found.Id))));
    }
}
