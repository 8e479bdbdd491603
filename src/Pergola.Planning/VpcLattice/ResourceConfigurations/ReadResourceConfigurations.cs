using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetResourceConfiguration and ListResourceConfigurations, own ones and shared ones.</summary>
internal static class ReadResourceConfigurations
{
    public static Decision<GetResourceConfigurationResponse> Get(
        GetResourceConfigurationRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFindVisible<ResourceConfiguration>(
            snapshot,
            given,
            request.ResourceConfigurationIdentifier,
            SharePermission.ResourceConfiguration.Read,
            out var found,
            out var refusal))
        {
            return refusal;
        }

        var realm = snapshot.In(Ownership.Of(found));

        return new GetResourceConfigurationResponse
        {
            Id = found.Id,
            Name = found.Name,
            Arn = found.Arn,
            ResourceGatewayId = found.ResourceGatewayId,
            ResourceConfigurationGroupId = found.GroupId,
            Type = found.Type,
            AllowAssociationToShareableServiceNetwork = ConfigurationFamily.MayJoinShareable(realm, found),
            PortRanges = found.PortRanges,
            Protocol = found.Protocol,
            CustomDomainName = found.CustomDomainName,
            Status = found.Status,
            ResourceConfigurationDefinition = found.Definition,
            CreatedAt = found.CreatedAt,
            AmazonManaged = false,
            LastUpdatedAt = found.LastUpdatedAt,
            DomainVerificationId = found.DomainVerificationId,
            DomainVerificationArn = realm.Of<DomainVerification>().Find(found.DomainVerificationId)?.Arn,
            DomainVerificationStatus = ConfigurationFamily.VerificationOf(realm, found)?.Status,
            GroupDomain = found.GroupDomain,
        };
    }

    public static Decision<ListResourceConfigurationsResponse> List(
        ListResourceConfigurationsRequest request, Snapshot snapshot, Given given)
    {
        if (!Page<ResourceConfiguration>.TryCut(
            VpcLatticeApi.ListResourceConfigurations,
            request,
            given,
            Visibility.All<ResourceConfiguration>(snapshot, given.Scope).Where(found =>
                LatticeLookup.IsMeant(request.ResourceGatewayIdentifier, found.ResourceGatewayId)
                && LatticeLookup.IsMeant(request.ResourceConfigurationGroupIdentifier, found.GroupId)
                && LatticeLookup.IsMeant(request.DomainVerificationIdentifier, found.DomainVerificationId)),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListResourceConfigurationsResponse
        {
            Items = [.. page.Resources.Select(Summary)],
            NextToken = page.NextToken,
        };
    }

    private static ResourceConfigurationSummary Summary(ResourceConfiguration found) => new()
    {
        Id = found.Id,
        Name = found.Name,
        Arn = found.Arn,
        ResourceGatewayId = found.ResourceGatewayId,
        ResourceConfigurationGroupId = found.GroupId,
        Type = found.Type,
        Status = found.Status,
        AmazonManaged = false,
        CreatedAt = found.CreatedAt,
        LastUpdatedAt = found.LastUpdatedAt,
        CustomDomainName = found.CustomDomainName,
        DomainVerificationId = found.DomainVerificationId,
        GroupDomain = found.GroupDomain,
    };
}
