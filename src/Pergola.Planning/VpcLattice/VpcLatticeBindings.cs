using System.Collections.Immutable;
using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Which decision answers which operation of this service.</summary>
public static class VpcLatticeBindings
{
    private static readonly ImmutableArray<Binding> s_decisions =
    [
        Binding.To(VpcLatticeApi.CreateServiceNetwork, CreateServiceNetwork.Decide),
        Binding.To(VpcLatticeApi.GetServiceNetwork, ReadServiceNetworks.Get),
        Binding.To(VpcLatticeApi.ListServiceNetworks, ReadServiceNetworks.List),
        Binding.To(VpcLatticeApi.UpdateServiceNetwork, UpdateServiceNetwork.Decide),
        Binding.To(VpcLatticeApi.DeleteServiceNetwork, DeleteServiceNetwork.Decide),

        Binding.To(VpcLatticeApi.CreateService, CreateService.Decide),
        Binding.To(VpcLatticeApi.GetService, ReadServices.Get),
        Binding.To(VpcLatticeApi.ListServices, ReadServices.List),
        Binding.To(VpcLatticeApi.UpdateService, UpdateService.Decide),
        Binding.To(VpcLatticeApi.DeleteService, DeleteService.Decide),

        Binding.To(VpcLatticeApi.CreateListener, CreateListener.Decide),
        Binding.To(VpcLatticeApi.GetListener, ReadListeners.Get),
        Binding.To(VpcLatticeApi.ListListeners, ReadListeners.List),
        Binding.To(VpcLatticeApi.UpdateListener, UpdateListener.Decide),
        Binding.To(VpcLatticeApi.DeleteListener, DeleteListener.Decide),

        Binding.To(VpcLatticeApi.CreateRule, CreateRule.Decide),
        Binding.To(VpcLatticeApi.GetRule, ReadRules.Get),
        Binding.To(VpcLatticeApi.ListRules, ReadRules.List),
        Binding.To(VpcLatticeApi.UpdateRule, UpdateRule.Decide),
        Binding.To(VpcLatticeApi.BatchUpdateRule, BatchUpdateRule.Decide),
        Binding.To(VpcLatticeApi.DeleteRule, DeleteRule.Decide),

        Binding.To(VpcLatticeApi.CreateTargetGroup, CreateTargetGroup.Decide),
        Binding.To(VpcLatticeApi.GetTargetGroup, ReadTargetGroups.Get),
        Binding.To(VpcLatticeApi.ListTargetGroups, ReadTargetGroups.List),
        Binding.To(VpcLatticeApi.UpdateTargetGroup, UpdateTargetGroup.Decide),
        Binding.To(VpcLatticeApi.DeleteTargetGroup, DeleteTargetGroup.Decide),

        Binding.To(VpcLatticeApi.RegisterTargets, RegisterTargets.Decide),
        Binding.To(VpcLatticeApi.DeregisterTargets, DeregisterTargets.Decide),
        Binding.To(VpcLatticeApi.ListTargets, ListTargets.Decide),

        Binding.To(
            VpcLatticeApi.CreateServiceNetworkServiceAssociation, CreateServiceNetworkServiceAssociation.Decide),
        Binding.To(VpcLatticeApi.GetServiceNetworkServiceAssociation, ReadServiceNetworkServiceAssociations.Get),
        Binding.To(VpcLatticeApi.ListServiceNetworkServiceAssociations, ReadServiceNetworkServiceAssociations.List),
        Binding.To(
            VpcLatticeApi.DeleteServiceNetworkServiceAssociation, DeleteServiceNetworkServiceAssociation.Decide),

        Binding.To(VpcLatticeApi.CreateServiceNetworkVpcAssociation, CreateServiceNetworkVpcAssociation.Decide),
        Binding.To(VpcLatticeApi.GetServiceNetworkVpcAssociation, ReadServiceNetworkVpcAssociations.Get),
        Binding.To(VpcLatticeApi.ListServiceNetworkVpcAssociations, ReadServiceNetworkVpcAssociations.List),
        Binding.To(VpcLatticeApi.UpdateServiceNetworkVpcAssociation, UpdateServiceNetworkVpcAssociation.Decide),
        Binding.To(VpcLatticeApi.DeleteServiceNetworkVpcAssociation, DeleteServiceNetworkVpcAssociation.Decide),
        Binding.To(
            VpcLatticeApi.ListServiceNetworkVpcEndpointAssociations, ListServiceNetworkVpcEndpointAssociations.Decide),

        Binding.To(VpcLatticeApi.CreateAccessLogSubscription, CreateAccessLogSubscription.Decide),
        Binding.To(VpcLatticeApi.GetAccessLogSubscription, ReadAccessLogSubscriptions.Get),
        Binding.To(VpcLatticeApi.ListAccessLogSubscriptions, ReadAccessLogSubscriptions.List),
        Binding.To(VpcLatticeApi.UpdateAccessLogSubscription, UpdateAccessLogSubscription.Decide),
        Binding.To(VpcLatticeApi.DeleteAccessLogSubscription, DeleteAccessLogSubscription.Decide),

        Binding.To(VpcLatticeApi.PutAuthPolicy, PutAuthPolicy.Decide),
        Binding.To(VpcLatticeApi.GetAuthPolicy, GetAuthPolicy.Decide),
        Binding.To(VpcLatticeApi.DeleteAuthPolicy, DeleteAuthPolicy.Decide),
        Binding.To(VpcLatticeApi.PutResourcePolicy, PutResourcePolicy.Decide),
        Binding.To(VpcLatticeApi.GetResourcePolicy, GetResourcePolicy.Decide),
        Binding.To(VpcLatticeApi.DeleteResourcePolicy, DeleteResourcePolicy.Decide),
        Binding.To(VpcLatticeApi.CreateResourceGateway, CreateResourceGateway.Decide),
        Binding.To(VpcLatticeApi.GetResourceGateway, ReadResourceGateways.Get),
        Binding.To(VpcLatticeApi.ListResourceGateways, ReadResourceGateways.List),
        Binding.To(VpcLatticeApi.UpdateResourceGateway, UpdateResourceGateway.Decide),
        Binding.To(VpcLatticeApi.DeleteResourceGateway, DeleteResourceGateway.Decide),

        Binding.To(VpcLatticeApi.CreateResourceConfiguration, CreateResourceConfiguration.Decide),
        Binding.To(VpcLatticeApi.GetResourceConfiguration, ReadResourceConfigurations.Get),
        Binding.To(VpcLatticeApi.ListResourceConfigurations, ReadResourceConfigurations.List),
        Binding.To(VpcLatticeApi.UpdateResourceConfiguration, UpdateResourceConfiguration.Decide),
        Binding.To(VpcLatticeApi.DeleteResourceConfiguration, DeleteResourceConfiguration.Decide),

        Binding.To(
            VpcLatticeApi.CreateServiceNetworkResourceAssociation, CreateServiceNetworkResourceAssociation.Decide),
        Binding.To(VpcLatticeApi.GetServiceNetworkResourceAssociation, ReadServiceNetworkResourceAssociations.Get),
        Binding.To(VpcLatticeApi.ListServiceNetworkResourceAssociations, ReadServiceNetworkResourceAssociations.List),
        Binding.To(
            VpcLatticeApi.DeleteServiceNetworkResourceAssociation, DeleteServiceNetworkResourceAssociation.Decide),
        Binding.To(VpcLatticeApi.ListResourceEndpointAssociations, ResourceEndpointAssociations.List),
        Binding.To(VpcLatticeApi.DeleteResourceEndpointAssociation, ResourceEndpointAssociations.Delete),

        Binding.To(VpcLatticeApi.StartDomainVerification, StartDomainVerification.Decide),
        Binding.To(VpcLatticeApi.GetDomainVerification, ReadDomainVerifications.Get),
        Binding.To(VpcLatticeApi.ListDomainVerifications, ReadDomainVerifications.List),
        Binding.To(VpcLatticeApi.DeleteDomainVerification, DeleteDomainVerification.Decide),

        Binding.To(VpcLatticeApi.TagResource, TagOperations.Tag),
        Binding.To(VpcLatticeApi.UntagResource, TagOperations.Untag),
        Binding.To(VpcLatticeApi.ListTagsForResource, TagOperations.List),
    ];

    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } = [.. s_decisions.Select(ForeignArns.Guard)];
}
