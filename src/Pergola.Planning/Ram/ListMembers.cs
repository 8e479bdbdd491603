using Pergola.Api.Ram;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>
/// ListResources and ListPrincipals: what the caller shares and with whom, or what others share with it and who they
/// are.
/// </summary>
internal static class ListMembers
{
    public static Decision<ListResourcesResponse> Resources(
        ListResourcesRequest request, Snapshot snapshot, Given given)
    {
        var known = Shares.Of(snapshot, given.Scope, request.ResourceOwner).ToList();
        if (Shares.RefuseUnknown(request.ResourceShareArns, known) is { } unknown)
        {
            return unknown;
        }

        var found = known
            .Where(owned => request.ResourceShareArns?.Contains(owned.Share.ShareArn) != false
                && (request.Principal is not { } principal || Concerns(snapshot, owned, principal)))
            .SelectMany(owned => Shares.Members(
                snapshot.In(owned.Owner), owned.Share.ShareArn, ResourceShareAssociationType.Resource))
            .Where(member => request.ResourceArns?.Contains(member.Entity) != false
                && (request.ResourceType is null || request.ResourceType == ManagedPermission.TypeOf(member.Entity)))
            .OrderBy(member => member.Ordinal);
        return RamPage<ShareAssociation>.TryCut(
            new PageToken(RamApi.ListResources, request, given),
            (request.MaxResults, request.NextToken),
            found,
            member => member.Ordinal,
            out var page,
            out var refusal)
            ? new ListResourcesResponse
            {
                Resources = [.. page.Entries.Select(Shape)],
                NextToken = page.NextToken,
            }
            : refusal;
    }

    public static Decision<ListPrincipalsResponse> Principals(
        ListPrincipalsRequest request, Snapshot snapshot, Given given)
    {
        var known = Shares.Of(snapshot, given.Scope, request.ResourceOwner).ToList();
        if (Shares.RefuseUnknown(request.ResourceShareArns, known) is { } unknown)
        {
            return unknown;
        }

        var found = known
            .Where(owned => request.ResourceShareArns?.Contains(owned.Share.ShareArn) != false
                && HoldsResource(request, snapshot, owned))
            .SelectMany(owned => PrincipalsOf(snapshot, owned, given))
            .Where(member => request.Principals?.Contains(member.Entity) != false)
            .OrderBy(member => member.Ordinal);
        return RamPage<ShareAssociation>.TryCut(
            new PageToken(RamApi.ListPrincipals, request, given),
            (request.MaxResults, request.NextToken),
            found,
            member => member.Ordinal,
            out var page,
            out var refusal)
            ? new ListPrincipalsResponse
            {
                Principals =
                [
                    .. page.Entries.Select(member => new Principal
                    {
                        Id = member.Entity,
                        ResourceShareArn = member.ShareArn,
                        CreationTime = member.CreatedAt,
                        LastUpdatedTime = member.LastUpdatedAt,
                        External = true,
                    }),
                ],
                NextToken = page.NextToken,
            }
            : refusal;
    }

    // Of another account's share, the principal is that account.
    private static IEnumerable<ShareAssociation> PrincipalsOf(Snapshot snapshot, OwnedShare owned, Given given)
    {
        var members = Shares.Members(
            snapshot.In(owned.Owner), owned.Share.ShareArn, ResourceShareAssociationType.Principal);
        return owned.Owner == given.Scope ? members : members
            .Where(member => member.Entity == given.Scope.Account)
            .Select(member => member with { Entity = owned.Owner.Account });
    }

    private static bool Concerns(Snapshot snapshot, OwnedShare owned, string principal) =>
        owned.Owner.Account == principal
        || snapshot.In(owned.Owner).Of<ShareAssociation>()
            .Find(ShareAssociation.Key(owned.Share.ShareArn, principal)) is not null;

    private static bool HoldsResource(ListPrincipalsRequest request, Snapshot snapshot, OwnedShare owned)
    {
        var resources = Shares.Members(
            snapshot.In(owned.Owner), owned.Share.ShareArn, ResourceShareAssociationType.Resource);
        return (request.ResourceArn is null && request.ResourceType is null) || resources.Any(resource =>
            (request.ResourceArn is null || request.ResourceArn == resource.Entity)
            && (request.ResourceType is null || request.ResourceType == ManagedPermission.TypeOf(resource.Entity)));
    }

    private static Api.Ram.Resource Shape(ShareAssociation member) => new()
    {
        Arn = member.Entity,
        Type = ManagedPermission.TypeOf(member.Entity),
        ResourceShareArn = member.ShareArn,
        Status = ResourceStatus.Available,
        CreationTime = member.CreatedAt,
        LastUpdatedTime = member.LastUpdatedAt,
        ResourceRegionScope = ResourceRegionScope.Regional,
    };
}
