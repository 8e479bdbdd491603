using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>
/// What a request adds to a share: resources at once, accounts with an invitation to each. There are no organizations,
/// so that every account has to accept.
/// </summary>
/// <param name="Members">In the order of the request, resources first; those that were there already unchanged.</param>
internal sealed record NewMembers(ImmutableArray<ShareAssociation> Members, ImmutableArray<ShareInvitation> Invitations)
{
    private const int AccountDigits = 12;

    /// <summary>Reads the members, or refuses the first that cannot be one.</summary>
    public static bool TryRead(
        Share share,
        MemberRequest request,
        Snapshot snapshot,
        Given given,
        [NotNullWhen(true)] out NewMembers? members,
        [NotNullWhen(false)] out RamError? refusal)
    {
        var realm = snapshot.In(given.Scope);
        members = null;
        refusal = request.Sources.IsEmpty
            ? request.Resources.Select(arn => RefuseResource(realm, given, arn))
                .Concat(request.Principals.Select(principal => RefusePrincipal(share, given, principal)))
                .FirstOrDefault(refused => refused is not null)
            : new RamError.InvalidParameter("sources must be empty: only service principals, which are not shared "
                + "with here, have sources.");
        if (refusal is not null)
        {
            return false;
        }

        var resources = request.Resources.Select(arn => Existing(realm, share, arn)
            ?? Make(share, arn, ResourceShareAssociationType.Resource, given));
        var fresh = request.Principals.Where(principal => Existing(realm, share, principal) is null);
        members = new NewMembers(
            [
                .. resources,
                .. request.Principals.Select(principal => Existing(realm, share, principal)
                    ?? Make(share, principal, ResourceShareAssociationType.Principal, given)),
            ],
            [.. fresh.Select(account => Invite(share, account, given))]);
        return true;
    }

    /// <summary>The changes that add them.</summary>
    public IEnumerable<Change> Additions(Scope scope) =>
    [
        .. Members.Where(member => member.Ordinal == 0).Select(member => new Change.Put(scope, member)),
        .. Invitations.Select(invitation => new Change.Put(scope, invitation)),
    ];

    // An account that rejected may be asked again.
    private static ShareAssociation? Existing(Realm realm, Share share, string entity) =>
        realm.Of<ShareAssociation>().Find(ShareAssociation.Key(share.ShareArn, entity)) is { } found
            && found.Status != ResourceShareAssociationStatus.Failed ? found : null;

    private static ShareAssociation Make(Share share, string entity, string type, Given given) => new()
    {
        ShareArn = share.ShareArn,
        Entity = entity,
        Type = type,
        Status = type == ResourceShareAssociationType.Resource
            ? ResourceShareAssociationStatus.Associated
            : ResourceShareAssociationStatus.Associating,
        CreatedAt = given.Now,
        LastUpdatedAt = given.Now,
    };

    private static ShareInvitation Invite(Share share, string account, Given given) => new()
    {
        InvitationArn = Arn.Of("ram", given.Scope, $"resource-share-invitation/{Mint.Uuid(given.Entropy)}"),
        ShareArn = share.ShareArn,
        ReceiverAccount = account,
        Status = ResourceShareInvitationStatus.Pending,
        SentAt = given.Now,
    };

    private static RamError? RefuseResource(Realm realm, Given given, string arn)
    {
        if (!Arn.TryParse(arn, out var parsed))
        {
            return new RamError.MalformedArn(arn);
        }

        if (ManagedPermission.TypeOf(arn) is null)
        {
            return new RamError.InvalidParameter(
                $"{arn} cannot be shared; here only VPC Lattice service networks, services and resource "
                + "configurations can.");
        }

        if (parsed.Account != given.Scope.Account)
        {
            return new RamError.NotPermitted(
                $"{arn} is of account {parsed.Account}; account {given.Scope.Account} can share only what it owns.");
        }

        if (!Shareable.TryFind(realm, arn, out var resource, out _))
        {
            return new RamError.UnknownResource($"Resource {arn} could not be found.");
        }

        return resource is ServiceNetwork { SharingEnabled: false }
            ? new RamError.NotPermitted($"{arn} was created with sharingConfig.enabled false: it cannot be shared.")
            : null;
    }

    private static RamError? RefusePrincipal(Share share, Given given, string principal)
    {
        if (principal.Length != AccountDigits || !principal.All(char.IsAsciiDigit))
        {
            return principal.StartsWith("arn:aws:organizations:", StringComparison.Ordinal)
                ? new RamError.NotPermitted(
                    $"{principal} cannot be shared with: account {given.Scope.Account} is in no organization.")
                : new RamError.InvalidParameter(
                    $"Principal '{principal}' is invalid: resources of VPC Lattice are shared with whole accounts, "
                    + "named by their twelve digits.");
        }

        if (principal == given.Scope.Account)
        {
            return new RamError.InvalidParameter($"Account {principal} owns the share; it need not be in it.");
        }

        return share.AllowExternalPrincipals ? null : new RamError.NotPermitted(
            $"Account {principal} is outside your organization, and the share {share.Name} has "
            + "allowExternalPrincipals false.");
    }
}

/// <summary>What a request wants to add or take out.</summary>
internal sealed record MemberRequest(
    ImmutableArray<string> Resources, ImmutableArray<string> Principals, ImmutableArray<string> Sources)
{
    public static MemberRequest Of(
        IReadOnlyList<string>? resources, IReadOnlyList<string>? principals, IReadOnlyList<string>? sources) =>
        new(Distinct(resources), Distinct(principals), Distinct(sources));

    private static ImmutableArray<string> Distinct(IReadOnlyList<string>? texts) =>
        [.. (texts ?? []).Distinct(StringComparer.Ordinal)];
}
