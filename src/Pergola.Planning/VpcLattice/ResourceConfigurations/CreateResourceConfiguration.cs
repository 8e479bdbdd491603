using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// CreateResourceConfiguration: ACTIVE at once, as the AWS CLI's sample shows it. A child of a group that is in
/// networks comes into them too. Unlike the documentation says, it may be associated with a network that can be shared
/// unless that is forbidden: the provider of Terraform tests just that against AWS, and the CLI's sample echoes true.
/// </summary>
internal static class CreateResourceConfiguration
{
    public static Decision<CreateResourceConfigurationResponse> Decide(
        CreateResourceConfigurationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ResourceConfiguration>(
            VpcLatticeApi.CreateResourceConfiguration, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ResourceConfiguration>().TryGet(token.ResourceId, out var same))
        {
            return Response(realm, same);
        }

        if (ConfigurationRules.Refuse(request) is { } refused)
        {
            return refused;
        }

        var references = ConfigurationReferences.Of(realm, request);
        if ((references.Refusal ?? RefuseNumber(realm, request, references, given)) is { } refusal)
        {
            return refusal;
        }

        var made = Make(request, references, snapshot, given);
        ImmutableArray<Change> arrivals = references.Group is { } parent
            ? GroupMembers.Join(realm, parent.Id, made, snapshot, given)
            : [];
        return new Decision<CreateResourceConfigurationResponse>.Accept(
            Response(realm, made),
            [new Change.Put(given.Scope, made), .. arrivals, .. token.Remember(given, made.Id)]);
    }

    private static LatticeError? RefuseNumber(
        Realm realm, CreateResourceConfigurationRequest request, ConfigurationReferences references, Given given)
    {
        var existing = realm.Of<ResourceConfiguration>().Count;
        return UniqueName.Refuse<ResourceConfiguration>(realm, request.Name)
            ?? LatticeQuota.ResourceConfigurations.Refuse<ResourceConfiguration>(given, existing)
            ?? (references.Group is { } group
                ? LatticeQuota.Children.Refuse<ResourceConfiguration>(
                    given, ConfigurationFamily.ChildrenOf(realm, group.Id).Count(), group.Id)
                : null);
    }

    private static ResourceConfiguration Make(
        CreateResourceConfigurationRequest request,
        ConfigurationReferences references,
        Snapshot snapshot,
        Given given)
    {
        var id = Mint.ResourceId(LatticeIds.ResourceConfiguration, given.Entropy);
        var isChild = request.Type == ResourceConfigurationType.Child;
        var isArn = request.Type == ResourceConfigurationType.Arn;
        return new ResourceConfiguration
        {
            ResourceConfigurationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "resourceconfiguration", id),
            Name = request.Name,
            Type = request.Type,
            ResourceGatewayId = references.GatewayId,
            GroupId = references.Group?.Id,
            PortRanges = Ports(request, references.Group),
            Protocol = isArn ? null : ProtocolType.Tcp,
            Definition = ResourceDefinitions.Complete(request.ResourceConfigurationDefinition),
            AllowAssociationToShareableServiceNetwork =
                isChild ? null : request.AllowAssociationToShareableServiceNetwork ?? true,
            CustomDomainName = request.CustomDomainName,
            GroupDomain = request.GroupDomain,
            DomainVerificationId = references.Verification?.Id,
            Status = ResourceConfigurationStatus.Active,
            SinceRevision = snapshot.Revision + 1,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    // A child without ports has its group's; whoever gives none at all means every port.
    private static ImmutableArray<string> Ports(
        CreateResourceConfigurationRequest request, ResourceConfiguration? group)
    {
        if (request.PortRanges is { Count: > 0 } given)
        {
            return [.. given];
        }

        if (request.Type is ResourceConfigurationType.Arn or ResourceConfigurationType.Group)
        {
            return [];
        }

        return group is { PortRanges.IsEmpty: false } ? group.PortRanges : PortRanges.Every;
    }

    private static CreateResourceConfigurationResponse Response(Realm realm, ResourceConfiguration made) => new()
    {
        Id = made.Id,
        Name = made.Name,
        Arn = made.Arn,
        ResourceGatewayId = made.ResourceGatewayId,
        ResourceConfigurationGroupId = made.GroupId,
        Type = made.Type,
        PortRanges = made.PortRanges,
        Protocol = made.Protocol,
        Status = made.Status,
        ResourceConfigurationDefinition = made.Definition,
        AllowAssociationToShareableServiceNetwork = ConfigurationFamily.MayJoinShareable(realm, made),
        CreatedAt = made.CreatedAt,
        CustomDomainName = made.CustomDomainName,
        DomainVerificationId = made.DomainVerificationId,
        DomainVerificationArn = realm.Of<DomainVerification>().Find(made.DomainVerificationId)?.Arn,
        GroupDomain = made.GroupDomain,
    };
}
