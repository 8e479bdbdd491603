using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetServiceNetworkResourceAssociation and ListServiceNetworkResourceAssociations.</summary>
internal static class ReadServiceNetworkResourceAssociations
{
    public static Decision<GetServiceNetworkResourceAssociationResponse> Get(
        GetServiceNetworkResourceAssociationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFindAssociation<ServiceNetworkResourceAssociation>(
            snapshot,
            given,
            request.ServiceNetworkResourceAssociationIdentifier,
            out var association,
            out var refusal))
        {
            return refusal;
        }

        var configuration = Ownership.Get<ResourceConfiguration>(
            snapshot, given.Scope, association.ResourceConfigurationId);
        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
        var realm = snapshot.In(Ownership.Of(configuration));
        return new GetServiceNetworkResourceAssociationResponse
        {
            Id = association.Id,
            Arn = association.Arn,
            Status = association.Status,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ResourceConfigurationId = configuration.Id,
            ResourceConfigurationArn = configuration.Arn,
            ResourceConfigurationName = configuration.Name,
            ServiceNetworkId = network.Id,
            ServiceNetworkArn = network.Arn,
            ServiceNetworkName = network.Name,
            FailureReason = association.FailureMessage,
            FailureCode = association.FailureCode,
            LastUpdatedAt = association.LastUpdatedAt,
            PrivateDnsEntry = ResourceDns.PrivateEntryOf(realm, association),
            PrivateDnsEnabled = association.PrivateDnsEnabled,
            DnsEntry = ResourceDns.EntryOf(association),
            IsManagedAssociation = false,
            DomainVerificationStatus = ConfigurationFamily.VerificationOf(realm, configuration)?.Status,
        };
    }

    public static Decision<ListServiceNetworkResourceAssociationsResponse> List(
        ListServiceNetworkResourceAssociationsRequest request, Snapshot snapshot, Given given)
    {
        var list = new AssociationList(
            request.ServiceNetworkIdentifier,
            "resourceConfigurationIdentifier",
            request.ResourceConfigurationIdentifier);
        if (!list.TryCut<ServiceNetworkResourceAssociation>(
            VpcLatticeApi.ListServiceNetworkResourceAssociations,
            request,
            snapshot,
            given,
            association => IsAsked(request, association),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServiceNetworkResourceAssociationsResponse
        {
            Items = [.. page.Resources.Select(association => Summary(snapshot, given, association))],
            NextToken = page.NextToken,
        };
    }

    // A child's shows when it is asked for itself, or along with its group's when children are.
    private static bool IsAsked(
        ListServiceNetworkResourceAssociationsRequest request, ServiceNetworkResourceAssociation association)
    {
        var asked = request.ResourceConfigurationIdentifier;
        if (association.GroupId is null)
        {
            return LatticeLookup.IsMeant(asked, association.ResourceConfigurationId);
        }

        return (asked is not null && LatticeLookup.IsMeant(asked, association.ResourceConfigurationId))
            || (request.IncludeChildren == true && LatticeLookup.IsMeant(asked, association.GroupId));
    }

    private static ServiceNetworkResourceAssociationSummary Summary(
        Snapshot snapshot, Given given, ServiceNetworkResourceAssociation association)
    {
        var configuration = Ownership.Get<ResourceConfiguration>(
            snapshot, given.Scope, association.ResourceConfigurationId);
        var network = Ownership.Get<ServiceNetwork>(snapshot, given.Scope, association.ServiceNetworkId);
        var realm = snapshot.In(Ownership.Of(configuration));
        return new ServiceNetworkResourceAssociationSummary
        {
            Id = association.Id,
            Arn = association.Arn,
            Status = association.Status,
            CreatedBy = association.CreatedBy,
            CreatedAt = association.CreatedAt,
            ResourceConfigurationId = configuration.Id,
            ResourceConfigurationArn = configuration.Arn,
            ResourceConfigurationName = configuration.Name,
            ServiceNetworkId = network.Id,
            ServiceNetworkArn = network.Arn,
            ServiceNetworkName = network.Name,
            DnsEntry = ResourceDns.EntryOf(association),
            PrivateDnsEntry = ResourceDns.PrivateEntryOf(realm, association),
            IsManagedAssociation = false,
            FailureCode = association.FailureCode,
            PrivateDnsEnabled = association.PrivateDnsEnabled,
        };
    }
}
