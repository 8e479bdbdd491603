using Pergola.Api.Ram;
using Pergola.Domain;
using Pergola.Domain.Ram;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>GetResourceShareAssociations: the resources, or the accounts, in the shares that the caller owns.</summary>
internal static class GetResourceShareAssociations
{
    public static Decision<GetResourceShareAssociationsResponse> Decide(
        GetResourceShareAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var ofPrincipals = request.AssociationType == ResourceShareAssociationType.Principal;
        if (ofPrincipals ? request.ResourceArn is not null : request.Principal is not null)
        {
            return new RamError.InvalidParameter(
                $"associationType {request.AssociationType} cannot be combined with "
                + (ofPrincipals ? "resourceArn; give principal instead." : "principal; give resourceArn instead."));
        }

        var own = Shares.Of(snapshot, given.Scope, ResourceOwner.Self);
        if (Shares.RefuseUnknown(request.ResourceShareArns, own) is { } unknown)
        {
            return unknown;
        }

        var realm = snapshot.In(given.Scope);
        var entity = ofPrincipals ? request.Principal : request.ResourceArn;
        var found = realm.Of<ShareAssociation>().All.Where(member =>
            member.Type == request.AssociationType
            && request.ResourceShareArns?.Contains(member.ShareArn) != false
            && (entity is null || member.Entity == entity)
            && (request.AssociationStatus is null || member.Status == request.AssociationStatus));
        return RamPage<ShareAssociation>.TryCut(
            new PageToken(RamApi.GetResourceShareAssociations, request, given),
            (request.MaxResults, request.NextToken),
            found,
            member => member.Ordinal,
            out var page,
            out var refusal)
            ? new GetResourceShareAssociationsResponse
            {
                ResourceShareAssociations =
                    [.. page.Entries.Select(member => RamShapes.Of(realm.Of<Share>()[member.ShareArn], member))],
                NextToken = page.NextToken,
            }
            : refusal;
    }
}
