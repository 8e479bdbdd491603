using Pergola.Api.Ram;
using Pergola.Domain;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>GetResourceShares: the caller's own, or those of others that it has accepted.</summary>
internal static class GetResourceShares
{
    public static Decision<GetResourceSharesResponse> Decide(
        GetResourceSharesRequest request, Snapshot snapshot, Given given)
    {
        var known = Shares.Of(snapshot, given.Scope, request.ResourceOwner).ToList();
        if (Shares.RefuseUnknown(request.ResourceShareArns, known) is { } unknown)
        {
            return unknown;
        }

        var found = known.Where(owned => Fits(request, owned, snapshot));
        return RamPage<OwnedShare>.TryCut(
            new PageToken(RamApi.GetResourceShares, request, given),
            (request.MaxResults, request.NextToken),
            found,
            owned => owned.Share.Ordinal,
            out var page,
            out var refusal)
            ? new GetResourceSharesResponse
            {
                ResourceShares = [.. page.Entries.Select(owned => RamShapes.Of(owned, given.Scope))],
                NextToken = page.NextToken,
            }
            : refusal;
    }

    private static bool Fits(GetResourceSharesRequest request, OwnedShare owned, Snapshot snapshot) =>
        request.ResourceShareArns?.Contains(owned.Share.ShareArn) != false
        && (request.Name is null || request.Name == owned.Share.Name)
        && request.ResourceShareStatus is null or ResourceShareStatus.Active
        && RamTags.Fit(owned.Share.Tags, request.TagFilters)
        && (request.PermissionArn is not { } arn
            || ReadPermissions.Of(snapshot, owned).Any(permission => permission.Arn == arn));
}
