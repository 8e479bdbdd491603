using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteServiceNetworkServiceAssociation: gone once the node no longer serves it.</summary>
internal static class DeleteServiceNetworkServiceAssociation
{
    public static Decision<DeleteServiceNetworkServiceAssociationResponse> Decide(
        DeleteServiceNetworkServiceAssociationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<ServiceNetworkServiceAssociation>(
            snapshot.In(given.Scope),
            request.ServiceNetworkServiceAssociationIdentifier,
            out var association,
            out var refusal))
        {
            return refusal;
        }

        if (association.Status == ServiceNetworkServiceAssociationStatus.CreateInProgress)
        {
            return LatticeError.Conflict.Status(association, association.Status);
        }

        var leaving = association with
        {
            Status = ServiceNetworkServiceAssociationStatus.DeleteInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        };
        ImmutableArray<Change> changes = association.Status == leaving.Status
            ? []
            : [new Change.Put(given.Scope, leaving)];
        return new Decision<DeleteServiceNetworkServiceAssociationResponse>.Accept(
            new DeleteServiceNetworkServiceAssociationResponse
            {
                Id = leaving.Id,
                Status = leaving.Status,
                Arn = leaving.Arn,
            },
            changes);
    }
}
