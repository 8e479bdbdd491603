using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateServiceNetworkVpcAssociation: replaces the whole list of security groups.</summary>
internal static class UpdateServiceNetworkVpcAssociation
{
    public static Decision<UpdateServiceNetworkVpcAssociationResponse> Decide(
        UpdateServiceNetworkVpcAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindAssociation<ServiceNetworkVpcAssociation>(
            snapshot, given, request.ServiceNetworkVpcAssociationIdentifier, out var association, out var refusal))
        {
            return refusal;
        }

        if (association.CreatedBy != given.Scope.Account)
        {
            return new LatticeError.AccessDenied(
                $"{association.Id} was created by {association.CreatedBy}; only that account may update it.");
        }

        // What failed to be updated before may be updated to something else.
        if (association.Status is not (ServiceNetworkVpcAssociationStatus.Active
            or ServiceNetworkVpcAssociationStatus.UpdateFailed))
        {
            return LatticeError.Conflict.Status(association, association.Status);
        }

        var groups = VpcAssociationGroups.Of(request.SecurityGroupIds);
        if (VpcAssociationGroups.Refuse(realm, association.VpcId, groups) is { } refused)
        {
            return refused;
        }

        var changes = AssociationTwins.Change(snapshot, given.Scope, association, each => each with
        {
            SecurityGroupIds = groups,
            Status = ServiceNetworkVpcAssociationStatus.UpdateInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        }).ToImmutableArray();
        var updated = (ServiceNetworkVpcAssociation)((Change.Put)changes[0]).Resource;
        return new Decision<UpdateServiceNetworkVpcAssociationResponse>.Accept(
            new UpdateServiceNetworkVpcAssociationResponse
            {
                Id = updated.Id,
                Arn = updated.Arn,
                Status = updated.Status,
                CreatedBy = updated.CreatedBy,
                SecurityGroupIds = updated.SecurityGroupIds,
            },
            changes);
    }
}
