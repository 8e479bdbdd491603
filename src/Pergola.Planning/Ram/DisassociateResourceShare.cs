using System.Collections.Immutable;
using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;

namespace Pergola.Planning.Ram;

/// <summary>
/// DisassociateResourceShare: the owner takes resources or accounts out, or an account that accepted leaves. What
/// accounts built on it stays.
/// </summary>
internal static class DisassociateResourceShare
{
    public static Decision<DisassociateResourceShareResponse> Decide(
        DisassociateResourceShareRequest request, Snapshot snapshot, Given given)
    {
        var owned = Shares.Of(snapshot, given.Scope, ResourceOwner.Self)
            .Concat(Shares.With(snapshot, given.Scope))
            .FirstOrDefault(each => each.Share.ShareArn == request.ResourceShareArn);
        if (owned is null)
        {
            return RamError.NoShare(request.ResourceShareArn);
        }

        var wanted = MemberRequest.Of(request.ResourceArns, request.Principals, request.Sources);
        if (owned.Owner != given.Scope
            && !(wanted.Resources.IsEmpty && wanted.Principals.All(each => each == given.Scope.Account)))
        {
            return new RamError.NotPermitted(
                $"Account {given.Scope.Account} does not own {request.ResourceShareArn}; it can only take itself out.");
        }

        var realm = snapshot.In(owned.Owner);
        ImmutableArray<ShareAssociation> leaving =
        [
            .. wanted.Resources.Concat(wanted.Principals)
                .Select(entity => realm.Of<ShareAssociation>().Find(
                    ShareAssociation.Key(owned.Share.ShareArn, entity)))
                .OfType<ShareAssociation>(),
        ];
        return new Decision<DisassociateResourceShareResponse>.Accept(
            new DisassociateResourceShareResponse
            {
                ResourceShareAssociations =
                [
                    .. leaving.Select(member => RamShapes.Of(
                        owned.Share, member with { Status = ResourceShareAssociationStatus.Disassociated })),
                ],
                ClientToken = request.ClientToken,
            },
            [.. leaving.SelectMany(member => Removal(owned.Owner, realm, member))]);
    }

    private static IEnumerable<Change> Removal(Scope owner, Realm realm, ShareAssociation member) =>
    [
        new Change.Remove(owner, ResourceKinds.For<ShareAssociation>(), member.Id),
        .. realm.Of<ShareInvitation>().Under(member.ShareArn)
            .Where(invitation => invitation.ReceiverAccount == member.Entity)
            .Select(invitation => new Change.Remove(
                owner, ResourceKinds.For<ShareInvitation>(), invitation.Id)),
    ];
}
