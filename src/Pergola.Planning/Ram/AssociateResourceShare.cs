using Pergola.Api.Ram;
using Pergola.Domain;

namespace Pergola.Planning.Ram;

/// <summary>AssociateResourceShare: adds resources and accounts; what is in the share already stays as it is.</summary>
internal static class AssociateResourceShare
{
    public static Decision<AssociateResourceShareResponse> Decide(
        AssociateResourceShareRequest request, Snapshot snapshot, Given given)
    {
        var wanted = MemberRequest.Of(request.ResourceArns, request.Principals, request.Sources);
        if (!Shares.TryFindOwn(snapshot.In(given.Scope), request.ResourceShareArn, out var share, out var refusal)
            || !NewMembers.TryRead(share, wanted, snapshot, given, out var members, out refusal))
        {
            return refusal;
        }

        return new Decision<AssociateResourceShareResponse>.Accept(
            new AssociateResourceShareResponse
            {
                ResourceShareAssociations = [.. members.Members.Select(member => RamShapes.Of(share, member))],
                ClientToken = request.ClientToken,
            },
            [.. members.Additions(given.Scope)]);
    }
}
