using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// An association between two accounts is kept by both: each has an ARN of its own for it, tags it for itself and may
/// end it (VPC Lattice user guide, "Share your VPC Lattice entities"). The two change in the same commit.
/// </summary>
internal static class AssociationTwins
{
    /// <summary>The changes that keep a new association, which names the other account if there is one.</summary>
    public static IEnumerable<Change> Keep(Scope scope, LatticeAssociation association)
    {
        yield return new Change.Put(scope, association);
        if (association.OtherAccount is { } other)
        {
            yield return new Change.Put(scope with { Account = other }, association with
            {
                Arn = ArnIn(other, association.Arn),
                OtherAccount = scope.Account,
                Tags = LatticeTags.Of(null),
            });
        }
    }

    /// <summary>The changes that do the same to an association wherever it is kept.</summary>
    public static IEnumerable<Change> Change<T>(Snapshot snapshot, Scope scope, T association, Func<T, T> change)
        where T : LatticeAssociation
    {
        yield return new Change.Put(scope, change(association));
        if (association.OtherAccount is { } other)
        {
            var elsewhere = scope with { Account = other };
            yield return new Change.Put(elsewhere, change(snapshot.In(elsewhere).Of<T>()[association.Id]));
        }
    }

    /// <summary>The changes that end an association wherever it is kept.</summary>
    public static IEnumerable<Change> Remove<T>(Scope scope, T association)
        where T : LatticeAssociation
    {
        yield return new Change.Remove(scope, ResourceKinds.For<T>(), association.Id);
        if (association.OtherAccount is { } other)
        {
            yield return new Change.Remove(
                scope with { Account = other }, ResourceKinds.For<T>(), association.Id);
        }
    }

    /// <summary>
    /// True when that ARN, or that id, names the account's record of an association: each side may use either's ARN.
    /// </summary>
    public static bool IsNamed(LatticeAssociation association, string idOrArn) =>
        idOrArn == association.Id
        || idOrArn == association.Arn
        || (association.OtherAccount is { } other && idOrArn == ArnIn(other, association.Arn));

    private static string ArnIn(string account, string arn) => Arn.TryParse(arn, out var parsed)
        ? (parsed with { Account = account }).ToString()
        : throw new System.Diagnostics.UnreachableException($"'{arn}' is no ARN.");
}
