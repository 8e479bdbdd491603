using System.Collections.Immutable;
using Pergola.Api.Ec2;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Ec2;

/// <summary>Which decision answers which operation of this service.</summary>
public static class Ec2Bindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Of(Ec2Api.AllocateAddress, static request => request.DryRun, AllocateAddress.Decide),
        Of(Ec2Api.AssociateAddress, static request => request.DryRun, AssociateAddress.Decide),
        Of(Ec2Api.AssociateRouteTable, static request => request.DryRun, AssociateRouteTable.Decide),
        Of(Ec2Api.AssociateVpcCidrBlock, AssociateVpcCidrBlock.Decide),
        Of(Ec2Api.AttachInternetGateway, static request => request.DryRun, AttachInternetGateway.Decide),
        Of(Ec2Api.AuthorizeSecurityGroupEgress, static request => request.DryRun, AuthorizeSecurityGroupEgress.Decide),
        Of(
            Ec2Api.AuthorizeSecurityGroupIngress,
            static request => request.DryRun,
            AuthorizeSecurityGroupIngress.Decide),
        Of(Ec2Api.CreateDefaultVpc, static request => request.DryRun, CreateDefaultVpc.Decide),
        Of(Ec2Api.CreateInternetGateway, static request => request.DryRun, CreateInternetGateway.Decide),
        Of(Ec2Api.CreateManagedPrefixList, static request => request.DryRun, CreateManagedPrefixList.Decide),
        Of(Ec2Api.CreateNatGateway, static request => request.DryRun, CreateNatGateway.Decide),
        Of(Ec2Api.CreateNetworkAcl, static request => request.DryRun, CreateNetworkAcl.Decide),
        Of(Ec2Api.CreateNetworkAclEntry, static request => request.DryRun, CreateNetworkAclEntry.Decide),
        Of(Ec2Api.CreateNetworkInterface, static request => request.DryRun, CreateNetworkInterface.Decide),
        Of(Ec2Api.CreateRoute, static request => request.DryRun, CreateRoute.Decide),
        Of(Ec2Api.CreateRouteTable, static request => request.DryRun, CreateRouteTable.Decide),
        Of(Ec2Api.CreateSecurityGroup, static request => request.DryRun, CreateSecurityGroup.Decide),
        Of(Ec2Api.CreateSubnet, static request => request.DryRun, CreateSubnet.Decide),
        Of(Ec2Api.CreateTags, static request => request.DryRun, CreateTags.Decide),
        Of(Ec2Api.CreateVpc, static request => request.DryRun, CreateVpc.Decide),
        Of(Ec2Api.CreateVpcEndpoint, static request => request.DryRun, CreateVpcEndpoint.Decide),
        Of(Ec2Api.DeleteInternetGateway, static request => request.DryRun, DeleteInternetGateway.Decide),
        Of(Ec2Api.DeleteManagedPrefixList, static request => request.DryRun, DeleteManagedPrefixList.Decide),
        Of(Ec2Api.DeleteNatGateway, static request => request.DryRun, DeleteNatGateway.Decide),
        Of(Ec2Api.DeleteNetworkAcl, static request => request.DryRun, DeleteNetworkAcl.Decide),
        Of(Ec2Api.DeleteNetworkAclEntry, static request => request.DryRun, DeleteNetworkAclEntry.Decide),
        Of(Ec2Api.DeleteNetworkInterface, static request => request.DryRun, DeleteNetworkInterface.Decide),
        Of(Ec2Api.DeleteRoute, static request => request.DryRun, DeleteRoute.Decide),
        Of(Ec2Api.DeleteRouteTable, static request => request.DryRun, DeleteRouteTable.Decide),
        Of(Ec2Api.DeleteSecurityGroup, static request => request.DryRun, DeleteSecurityGroup.Decide),
        Of(Ec2Api.DeleteSubnet, static request => request.DryRun, DeleteSubnet.Decide),
        Of(Ec2Api.DeleteTags, static request => request.DryRun, DeleteTags.Decide),
        Of(Ec2Api.DeleteVpc, static request => request.DryRun, DeleteVpc.Decide),
        Of(Ec2Api.DeleteVpcEndpoints, static request => request.DryRun, DeleteVpcEndpoints.Decide),
        Of(Ec2Api.DescribeAccountAttributes, static request => request.DryRun, DescribeAccountAttributes.Decide),
        Of(Ec2Api.DescribeAddresses, static request => request.DryRun, DescribeAddresses.Decide),
        Of(Ec2Api.DescribeAddressesAttribute, static request => request.DryRun, DescribeAddressesAttribute.Decide),
        Of(Ec2Api.DescribeAvailabilityZones, static request => request.DryRun, DescribeAvailabilityZones.Decide),
        Of(Ec2Api.DescribeDhcpOptions, static request => request.DryRun, DescribeDhcpOptions.Decide),
        Of(Ec2Api.DescribeFlowLogs, static request => request.DryRun, EmptyListings.FlowLogs),
        Of(Ec2Api.DescribeInstances, static request => request.DryRun, EmptyListings.Instances),
        Of(Ec2Api.DescribeInternetGateways, static request => request.DryRun, DescribeInternetGateways.Decide),
        Of(Ec2Api.DescribeManagedPrefixLists, static request => request.DryRun, DescribeManagedPrefixLists.Decide),
        Of(Ec2Api.DescribeNatGateways, static request => request.DryRun, DescribeNatGateways.Decide),
        Of(Ec2Api.DescribeNetworkAcls, static request => request.DryRun, DescribeNetworkAcls.Decide),
        Of(
            Ec2Api.DescribeNetworkInterfaceAttribute,
            static request => request.DryRun,
            DescribeNetworkInterfaceAttribute.Decide),
        Of(Ec2Api.DescribeNetworkInterfaces, static request => request.DryRun, DescribeNetworkInterfaces.Decide),
        Of(Ec2Api.DescribePrefixLists, static request => request.DryRun, DescribeManagedPrefixLists.OfAws),
        Of(Ec2Api.DescribeRegions, static request => request.DryRun, DescribeRegions.Decide),
        Of(Ec2Api.DescribeRouteTables, static request => request.DryRun, DescribeRouteTables.Decide),
        Of(Ec2Api.DescribeSecurityGroupReferences, static request => request.DryRun, GroupReferences.Describe),
        Of(Ec2Api.DescribeSecurityGroupRules, static request => request.DryRun, DescribeSecurityGroupRules.Decide),
        Of(Ec2Api.DescribeSecurityGroups, static request => request.DryRun, DescribeSecurityGroups.Decide),
        Of(Ec2Api.DescribeStaleSecurityGroups, static request => request.DryRun, GroupReferences.DescribeStale),
        Of(Ec2Api.DescribeSubnets, static request => request.DryRun, DescribeSubnets.Decide),
        Of(Ec2Api.DescribeTags, static request => request.DryRun, DescribeTags.Decide),
        Of(Ec2Api.DescribeVpcAttribute, static request => request.DryRun, DescribeVpcAttribute.Decide),
        Of(
            Ec2Api.DescribeVpcEndpointAssociations,
            static request => request.DryRun,
            DescribeVpcEndpointAssociations.Decide),
        Of(Ec2Api.DescribeVpcEndpoints, static request => request.DryRun, DescribeVpcEndpoints.Decide),
        Of(Ec2Api.DescribeVpcEndpointServices, static request => request.DryRun, DescribeVpcEndpoints.Services),
        Of(Ec2Api.DescribeVpcPeeringConnections, static request => request.DryRun, EmptyListings.PeeringConnections),
        Of(Ec2Api.DescribeVpcs, static request => request.DryRun, DescribeVpcs.Decide),
        Of(Ec2Api.DetachInternetGateway, static request => request.DryRun, DetachInternetGateway.Decide),
        Of(Ec2Api.DetachNetworkInterface, static request => request.DryRun, DetachNetworkInterface.Decide),
        Of(Ec2Api.DisableVgwRoutePropagation, static request => request.DryRun, VgwRoutePropagation.Disable),
        Of(Ec2Api.DisassociateAddress, static request => request.DryRun, DisassociateAddress.Decide),
        Of(Ec2Api.DisassociateRouteTable, static request => request.DryRun, DisassociateRouteTable.Decide),
        Of(Ec2Api.DisassociateVpcCidrBlock, DisassociateVpcCidrBlock.Decide),
        Of(Ec2Api.EnableVgwRoutePropagation, static request => request.DryRun, VgwRoutePropagation.Enable),
        Of(Ec2Api.GetManagedPrefixListEntries, static request => request.DryRun, GetManagedPrefixListEntries.Decide),
        Of(Ec2Api.ModifyManagedPrefixList, static request => request.DryRun, ModifyManagedPrefixList.Decide),
        Of(
            Ec2Api.ModifyNetworkInterfaceAttribute,
            static request => request.DryRun,
            ModifyNetworkInterfaceAttribute.Decide),
        Of(Ec2Api.ModifySecurityGroupRules, static request => request.DryRun, ModifySecurityGroupRules.Decide),
        Of(Ec2Api.ModifySubnetAttribute, ModifySubnetAttribute.Decide),
        Of(Ec2Api.ModifyVpcAttribute, ModifyVpcAttribute.Decide),
        Of(Ec2Api.ModifyVpcEndpoint, static request => request.DryRun, ModifyVpcEndpoint.Decide),
        Of(Ec2Api.ModifyVpcTenancy, static request => request.DryRun, ModifyVpcTenancy.Decide),
        Of(Ec2Api.ReleaseAddress, static request => request.DryRun, ReleaseAddress.Decide),
        Of(Ec2Api.ReplaceNetworkAclAssociation, static request => request.DryRun, ReplaceNetworkAclAssociation.Decide),
        Of(Ec2Api.ReplaceNetworkAclEntry, static request => request.DryRun, ReplaceNetworkAclEntry.Decide),
        Of(Ec2Api.ReplaceRoute, static request => request.DryRun, ReplaceRoute.Decide),
        Of(Ec2Api.ReplaceRouteTableAssociation, static request => request.DryRun, ReplaceRouteTableAssociation.Decide),
        Of(Ec2Api.RevokeSecurityGroupEgress, static request => request.DryRun, RevokeSecurityGroupEgress.Decide),
        Of(Ec2Api.RevokeSecurityGroupIngress, static request => request.DryRun, RevokeSecurityGroupIngress.Decide),
        Of(
            Ec2Api.UpdateSecurityGroupRuleDescriptionsEgress,
            static request => request.DryRun,
            RuleDescriptions.UpdateEgress),
        Of(
            Ec2Api.UpdateSecurityGroupRuleDescriptionsIngress,
            static request => request.DryRun,
            RuleDescriptions.UpdateIngress),
    ];

    private static Binding Of<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide)
        where TRequest : notnull
        where TResponse : notnull => Binding.To(operation, decide);

    // A dry run is decided like any other request; what would have been accepted is refused with its own code.
    private static Binding Of<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation,
        Func<TRequest, bool?> dryRun,
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide)
        where TRequest : notnull
        where TResponse : notnull => Binding.To(operation, (request, snapshot, given) =>
        {
            var decision = decide(request, snapshot, given);
            return decision is Decision<TResponse>.Accept && dryRun(request) == true
                ? new Ec2Error.DryRunOperation()
                : decision;
        });
}
