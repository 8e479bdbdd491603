using System.Diagnostics.CodeAnalysis;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;

namespace Pergola.Planning.Ram;

/// <summary>
/// Which shares an account owns, and which ones of others it is in. A share counts for an account from its acceptance
/// of the invitation until it leaves, is taken out, or the share goes.
/// </summary>
internal static class Shares
{
    /// <summary>The caller's own share with that ARN.</summary>
    public static bool TryFindOwn(
        Realm realm,
        string? arn,
        [NotNullWhen(true)] out Share? share,
        [NotNullWhen(false)] out RamError? refusal)
    {
        share = realm.Of<Share>().Find(arn);
        refusal = share is not null ? null
            : arn is null ? new RamError.InvalidParameter("resourceShareArn must be given.")
            : !Arn.TryParse(arn, out _) ? new RamError.MalformedArn(arn)
            : RamError.NoShare(arn);
        return share is not null;
    }

    /// <summary>An account's own shares (SELF), or those of others that it is in, in creation order.</summary>
    public static IEnumerable<OwnedShare> Of(Snapshot snapshot, Scope scope, string ownerKind) =>
        ownerKind == ResourceOwner.Self
            ? snapshot.In(scope).Of<Share>().All.Select(share => new OwnedShare(scope, share))
            : With(snapshot, scope);

    /// <summary>The shares of other accounts that an account has accepted, in creation order.</summary>
    public static IEnumerable<OwnedShare> With(Snapshot snapshot, Scope scope) => snapshot.Realms
        .Where(realm => realm.Key.Region == scope.Region && realm.Key.Account != scope.Account)
        .SelectMany(realm => realm.Value.Of<ShareAssociation>().By(scope.Account)
            .Where(IsAssociated)
            .Select(member => new OwnedShare(realm.Key, realm.Value.Of<Share>()[member.ShareArn])))
        .OrderBy(owned => owned.Share.Ordinal);

    /// <summary>True when the owner shares the resource with the account, and the account has accepted.</summary>
    public static bool Reaches(Realm owner, string resourceArn, string account) =>
        owner.Of<ShareAssociation>().By(resourceArn).Any(resource => owner.Of<ShareAssociation>()
            .Find(ShareAssociation.Key(resource.ShareArn, account)) is { } member && IsAssociated(member));

    /// <summary>The resources, or the accounts, of a share.</summary>
    public static IEnumerable<ShareAssociation> Members(Realm owner, string shareArn, string type) =>
        owner.Of<ShareAssociation>().Under(shareArn).Where(member => member.Type == type);

    /// <summary>
    /// The refusal of a list of shares to look at when one of them is not among those that concern the caller.
    /// </summary>
    public static RamError? RefuseUnknown(IReadOnlyList<string>? asked, IEnumerable<OwnedShare> known)
    {
        if (asked is null)
        {
            return null;
        }

        var arns = known.Select(owned => owned.Share.ShareArn).ToHashSet(StringComparer.Ordinal);
        return asked.FirstOrDefault(arn => !arns.Contains(arn)) is { } unknown ? RamError.NoShare(unknown) : null;
    }

    private static bool IsAssociated(ShareAssociation member) =>
        member.Status == ResourceShareAssociationStatus.Associated;
}

/// <summary>A share and where its owner keeps it.</summary>
internal sealed record OwnedShare(Scope Owner, Share Share);
