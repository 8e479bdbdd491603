using Pergola.Api.Ram;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>
/// GetResourceShareInvitations, AcceptResourceShareInvitation and RejectResourceShareInvitation, of the account that
/// was invited.
/// </summary>
internal static class Invitations
{
    public static Decision<GetResourceShareInvitationsResponse> Get(
        GetResourceShareInvitationsRequest request, Snapshot snapshot, Given given)
    {
        var known = To(snapshot, given.Scope).ToList();
        if (request.ResourceShareInvitationArns?.FirstOrDefault(
            arn => known.TrueForAll(received => received.Invitation.InvitationArn != arn)) is { } unknown)
        {
            return new RamError.InvitationNotFound(unknown);
        }

        var found = known.Where(received =>
            request.ResourceShareInvitationArns?.Contains(received.Invitation.InvitationArn) != false
            && request.ResourceShareArns?.Contains(received.Invitation.ShareArn) != false);
        return RamPage<Received>.TryCut(
            new PageToken(RamApi.GetResourceShareInvitations, request, given),
            (request.MaxResults, request.NextToken),
            found,
            received => received.Invitation.Ordinal,
            out var page,
            out var refusal)
            ? new GetResourceShareInvitationsResponse
            {
                ResourceShareInvitations =
                    [.. page.Entries.Select(received => RamShapes.Of(received.Owned, received.Invitation))],
                NextToken = page.NextToken,
            }
            : refusal;
    }

    public static Decision<AcceptResourceShareInvitationResponse> Accept(
        AcceptResourceShareInvitationRequest request, Snapshot snapshot, Given given)
    {
        var (answered, refusal) = Answer(
            request.ResourceShareInvitationArn,
            ResourceShareInvitationStatus.Accepted,
            ResourceShareAssociationStatus.Associated,
            snapshot,
            given);
        return refusal is not null ? refusal : new Decision<AcceptResourceShareInvitationResponse>.Accept(
            new AcceptResourceShareInvitationResponse
            {
                ResourceShareInvitation = RamShapes.Of(answered!.Received.Owned, answered.Received.Invitation),
                ClientToken = request.ClientToken,
            },
            answered.Changes);
    }

    public static Decision<RejectResourceShareInvitationResponse> Reject(
        RejectResourceShareInvitationRequest request, Snapshot snapshot, Given given)
    {
        var (answered, refusal) = Answer(
            request.ResourceShareInvitationArn,
            ResourceShareInvitationStatus.Rejected,
            ResourceShareAssociationStatus.Failed,
            snapshot,
            given);
        return refusal is not null ? refusal : new Decision<RejectResourceShareInvitationResponse>.Accept(
            new RejectResourceShareInvitationResponse
            {
                ResourceShareInvitation = RamShapes.Of(answered!.Received.Owned, answered.Received.Invitation),
                ClientToken = request.ClientToken,
            },
            answered.Changes);
    }

    private static (Answered? Answered, RamError? Refusal) Answer(
        string arn, string invitationStatus, string memberStatus, Snapshot snapshot, Given given)
    {
        if (To(snapshot, given.Scope).FirstOrDefault(each => each.Invitation.InvitationArn == arn) is not { } received)
        {
            return (null, new RamError.InvitationNotFound(arn));
        }

        switch (received.Invitation.Status)
        {
            case ResourceShareInvitationStatus.Accepted:
                return (null, new RamError.AlreadyAccepted(arn));
            case ResourceShareInvitationStatus.Rejected:
                return (null, new RamError.AlreadyRejected(arn));
        }

        var owner = received.Owned.Owner;
        var invitation = received.Invitation with { Status = invitationStatus };
        var member = snapshot.In(owner).Of<ShareAssociation>()[
            ShareAssociation.Key(invitation.ShareArn, invitation.ReceiverAccount)];
        return (
            new Answered(
                received with { Invitation = invitation },
                [
                    new Change.Put(owner, invitation),
                    new Change.Put(owner, member with { Status = memberStatus, LastUpdatedAt = given.Now }),
                ]),
            null);
    }

    private static IEnumerable<Received> To(Snapshot snapshot, Scope scope) => snapshot.Realms
        .Where(realm => realm.Key.Region == scope.Region)
        .SelectMany(realm => realm.Value.Of<ShareInvitation>().By(scope.Account).Select(invitation => new Received(
            new OwnedShare(realm.Key, realm.Value.Of<Share>()[invitation.ShareArn]), invitation)))
        .OrderBy(received => received.Invitation.Ordinal);

    private sealed record Received(OwnedShare Owned, ShareInvitation Invitation);

    private sealed record Answered(Received Received, System.Collections.Immutable.ImmutableArray<Change> Changes);
}
