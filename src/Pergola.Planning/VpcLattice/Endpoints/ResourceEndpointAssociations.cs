using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// ListResourceEndpointAssociations and DeleteResourceEndpointAssociation. EC2's VPC endpoints make these associations,
/// and end them when they are deleted.
/// </summary>
internal static class ResourceEndpointAssociations
{
    /// <summary>
    /// Whoever owns the configuration sees all of its associations; whom it is shared with, those of its own endpoints.
    /// The operation has no error for a configuration that does not exist.
    /// </summary>
    public static Decision<ListResourceEndpointAssociationsResponse> List(
        ListResourceEndpointAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var isVisible = LatticeLookup.TryFindVisible<ResourceConfiguration>(
            snapshot,
            given,
            request.ResourceConfigurationIdentifier,
            SharePermission.ResourceConfiguration.Read,
            out var configuration,
            out var unseen);
        if (!isVisible && unseen is LatticeError.AccessDenied)
        {
            return unseen;
        }

        var kept = configuration is null ? [] : KeptFor(configuration, snapshot, given);
        if (!Page<ResourceEndpointAssociation>.TryCut(
            VpcLatticeApi.ListResourceEndpointAssociations,
            request,
            given,
            kept.Where(association => IsAsked(request, association)),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListResourceEndpointAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(configuration!, association))],
            NextToken = page.NextToken,
        };
    }

    /// <summary>
    /// Ends an association, which either account may do. The endpoint stays and leads nowhere any more.
    /// </summary>
    public static Decision<DeleteResourceEndpointAssociationResponse> Delete(
        DeleteResourceEndpointAssociationRequest request, Snapshot snapshot, Given given)
    {
        var identifier = request.ResourceEndpointAssociationIdentifier;
        var owner = LatticeLookup.OwnerElsewhere(given, identifier) ?? given.Scope;
        var association = LatticeLookup.Find<ResourceEndpointAssociation>(snapshot.In(owner), identifier);
        if (owner != given.Scope && association?.VpcEndpointOwner != given.Scope.Account)
        {
            return LatticeError.AccessDenied.To(given, "vpc-lattice:DeleteResourceEndpointAssociation", identifier);
        }

        if (association is null)
        {
            return LatticeError.NotFound.Of<ResourceEndpointAssociation>(identifier);
        }

        var endpointOwner = owner with { Account = association.VpcEndpointOwner };
        var endpoint = snapshot.In(endpointOwner).Of<VpcEndpoint>()[association.VpcEndpointId];
        return new Decision<DeleteResourceEndpointAssociationResponse>.Accept(
            new DeleteResourceEndpointAssociationResponse
            {
                Id = association.Id,
                Arn = association.Arn,
                ResourceConfigurationId = association.ResourceConfigurationId,
                ResourceConfigurationArn = endpoint.TargetArn,
                VpcEndpointId = association.VpcEndpointId,
            },
            [
                new Change.Remove(owner, ResourceKinds.For<ResourceEndpointAssociation>(), association.Id),
                new Change.Put(endpointOwner, endpoint with { TargetId = null }),
            ]);
    }

    private static IEnumerable<ResourceEndpointAssociation> KeptFor(
        ResourceConfiguration configuration, Snapshot snapshot, Given given) =>
        snapshot.In(Ownership.Of(configuration)).Of<ResourceEndpointAssociation>().Under(configuration.Id)
            .Where(association => Ownership.Of(configuration) == given.Scope
                || association.VpcEndpointOwner == given.Scope.Account);

    private static bool IsAsked(
        ListResourceEndpointAssociationsRequest request, ResourceEndpointAssociation association) =>
        LatticeLookup.IsMeant(request.ResourceEndpointAssociationIdentifier, association.Id)
        && (request.VpcEndpointId ?? association.VpcEndpointId) == association.VpcEndpointId
        && (request.VpcEndpointOwner ?? association.VpcEndpointOwner) == association.VpcEndpointOwner;

    private static ResourceEndpointAssociationSummary Summary(
        ResourceConfiguration configuration, ResourceEndpointAssociation association) => new()
        {
            Id = association.Id,
            Arn = association.Arn,
            ResourceConfigurationId = configuration.Id,
            ResourceConfigurationArn = configuration.Arn,
            ResourceConfigurationName = configuration.Name,
            VpcEndpointId = association.VpcEndpointId,
            VpcEndpointOwner = association.VpcEndpointOwner,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
        };
}
