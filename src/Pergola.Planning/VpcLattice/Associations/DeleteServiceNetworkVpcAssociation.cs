using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteServiceNetworkVpcAssociation: gone, with its hold on groups, once the node has let go.</summary>
internal static class DeleteServiceNetworkVpcAssociation
{
    public static Decision<DeleteServiceNetworkVpcAssociationResponse> Decide(
        DeleteServiceNetworkVpcAssociationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<ServiceNetworkVpcAssociation>(
            snapshot.In(given.Scope),
            request.ServiceNetworkVpcAssociationIdentifier,
            out var association,
            out var refusal))
        {
            return refusal;
        }

        if (association.Status is ServiceNetworkVpcAssociationStatus.CreateInProgress
            or ServiceNetworkVpcAssociationStatus.UpdateInProgress)
        {
            return LatticeError.Conflict.Status(association, association.Status);
        }

        var leaving = association with
        {
            Status = ServiceNetworkVpcAssociationStatus.DeleteInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        };
        ImmutableArray<Change> changes = association.Status == leaving.Status
            ? []
            : [new Change.Put(given.Scope, leaving)];
        return new Decision<DeleteServiceNetworkVpcAssociationResponse>.Accept(
            new DeleteServiceNetworkVpcAssociationResponse
            {
                Id = leaving.Id,
                Status = leaving.Status,
                Arn = leaving.Arn,
            },
            changes);
    }
}
