using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Who owns what. A resource is kept where its owner's resources are, and its ARN says where that is. Ids are unique in
/// a region whoever owns them, so that an association can name both of its ends by id.
/// </summary>
internal static class Ownership
{
    /// <summary>The account and region that own a resource.</summary>
    public static Scope Of(LatticeResource resource) => Arn.TryParse(resource.Arn, out var arn)
        ? new Scope(arn.Account, arn.Region)
        : throw new UnreachableException($"'{resource.Arn}' is no ARN.");

    /// <summary>A resource that something kept here names, whichever account of the region owns it.</summary>
    /// <exception cref="KeyNotFoundException">The reference dangles: a bug.</exception>
    public static T Get<T>(Snapshot snapshot, Scope here, string id)
        where T : LatticeResource =>
        snapshot.In(here).Of<T>().Find(id)
        ?? snapshot.Realms
            .Where(realm => realm.Key.Region == here.Region)
            .Select(realm => realm.Value.Of<T>().Find(id))
            .FirstOrDefault(found => found is not null)
        ?? snapshot.In(here).Of<T>()[id];

    /// <summary>
    /// The other account that an association concerns, besides the one that makes it; null when both ends are its own.
    /// An association needs an end that the caller owns: what is merely shared gives no right to give it away.
    /// </summary>
    public static bool TryPair(
        Given given,
        LatticeResource one,
        LatticeResource other,
        out string? otherAccount,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        var accounts = new[] { Of(one).Account, Of(other).Account };
        otherAccount = accounts.FirstOrDefault(account => account != given.Scope.Account);
        refusal = accounts.Contains(given.Scope.Account) ? null : new LatticeError.AccessDenied(
            $"Account {given.Scope.Account} owns neither {one.Arn} nor {other.Arn}; of the two that are associated at "
            + "most one may be shared with you.");
        return refusal is null;
    }
}
