using Pergola.Api.Ram;
using Pergola.Domain;
using Pergola.Domain.Ram;

namespace Pergola.Planning.Ram;

/// <summary>
/// DeleteResourceShare: gone at once with its members and invitations. What accounts built on it stays, but they can
/// build nothing new.
/// </summary>
internal static class DeleteResourceShare
{
    public static Decision<DeleteResourceShareResponse> Decide(
        DeleteResourceShareRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!Shares.TryFindOwn(realm, request.ResourceShareArn, out var share, out var refusal))
        {
            return refusal;
        }

        return new Decision<DeleteResourceShareResponse>.Accept(
            new DeleteResourceShareResponse { ReturnValue = true, ClientToken = request.ClientToken },
            [
                .. realm.Of<ShareAssociation>().Under(share.ShareArn).Select(member =>
                    new Change.Remove(given.Scope, ResourceKinds.For<ShareAssociation>(), member.Id)),
                .. realm.Of<ShareInvitation>().Under(share.ShareArn).Select(invitation =>
                    new Change.Remove(given.Scope, ResourceKinds.For<ShareInvitation>(), invitation.Id)),
                new Change.Remove(given.Scope, ResourceKinds.For<Share>(), share.Id),
            ]);
    }
}
