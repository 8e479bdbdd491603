using Pergola.Api.Ram;
using Pergola.Domain;

namespace Pergola.Planning.Ram;

/// <summary>UpdateResourceShare: the name, and whether accounts outside the organization may be in it.</summary>
internal static class UpdateResourceShare
{
    public static Decision<UpdateResourceShareResponse> Decide(
        UpdateResourceShareRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!Shares.TryFindOwn(realm, request.ResourceShareArn, out var share, out var refusal))
        {
            return refusal;
        }

        var members = Shares.Members(realm, share.ShareArn, ResourceShareAssociationType.Principal).ToList();
        if (request.AllowExternalPrincipals is false && members.Count > 0)
        {
            return new RamError.NotPermitted(
                $"allowExternalPrincipals of {share.Name} cannot become false while accounts outside your "
                + $"organization are in it: {string.Join(", ", members.Select(member => member.Entity))}.");
        }

        var updated = share with
        {
            Name = request.Name ?? share.Name,
            AllowExternalPrincipals = request.AllowExternalPrincipals ?? share.AllowExternalPrincipals,
            LastUpdatedAt = given.Now,
        };
        return new Decision<UpdateResourceShareResponse>.Accept(
            new UpdateResourceShareResponse
            {
                ResourceShare = RamShapes.Of(new OwnedShare(given.Scope, updated), given.Scope),
                ClientToken = request.ClientToken,
            },
            [new Change.Put(given.Scope, updated)]);
    }
}
