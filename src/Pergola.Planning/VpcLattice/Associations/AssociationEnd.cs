using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>How every association ends: it is gone, with all that it held, once the node has let go.</summary>
internal static class AssociationEnd
{
    /// <summary>
    /// Begins the end of an association, which either of the accounts that keep it may do. Refused while it is being
    /// made or updated; asking again while it ends changes nothing.
    /// </summary>
    public static Decision<TResponse> Begin<T, TResponse>(
        string identifier, Snapshot snapshot, Given given, Func<T, TResponse> answer)
        where T : LatticeAssociation
    {
        if (!LatticeLookup.TryFindAssociation<T>(snapshot, given, identifier, out var association, out var refusal))
        {
            return refusal;
        }

        if (Ownership.Of(association) != given.Scope)
        {
            return LatticeError.AccessDenied.To(given, "vpc-lattice:Delete" + typeof(T).Name, association.Arn);
        }

        if (association.Status is ServiceNetworkVpcAssociationStatus.CreateInProgress
            or ServiceNetworkVpcAssociationStatus.UpdateInProgress)
        {
            return LatticeError.Conflict.Status(association, association.Status);
        }

        if (association.Status == ServiceNetworkVpcAssociationStatus.DeleteInProgress)
        {
            return answer(association);
        }

        var changes = AssociationTwins.Change(snapshot, given.Scope, association, each =>
            (T)((LatticeAssociation)each with
            {
                Status = ServiceNetworkVpcAssociationStatus.DeleteInProgress,
                SinceRevision = snapshot.Revision + 1,
                LastUpdatedAt = given.Now,
            })).ToImmutableArray();
        return new Decision<TResponse>.Accept(answer((T)((Change.Put)changes[0]).Resource), changes);
    }
}
