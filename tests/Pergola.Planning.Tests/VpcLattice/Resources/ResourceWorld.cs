using Pergola.Api.VpcLattice;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ec2;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>Short ways to gateways, configurations and what they are associated with.</summary>
internal static class ResourceWorld
{
    public static ResourceConfigurationDefinition Address(string address = "10.0.1.9") =>
        new ResourceConfigurationDefinition.IpResource(new IpResource { IpAddress = address });

    public static ResourceConfigurationDefinition Name(string domain) =>
        new ResourceConfigurationDefinition.DnsResource(new DnsResource { DomainName = domain });

    public static CreateResourceGatewayRequest GatewayRequest(
        this LatticeWorld world, string vpcId, string name = "gateway") => new()
        {
            Name = name,
            VpcIdentifier = vpcId,
            SubnetIds = [.. world.Realm.Of<Subnet>().Under(vpcId).Select(subnet => subnet.SubnetId)],
        };

    public static ResourceGateway Gateway(this LatticeWorld world, string vpcId, string name = "gateway")
    {
        var id = world.Do(CreateResourceGateway.Decide, world.GatewayRequest(vpcId, name)).Id!;
        world.Settle();
        return world.Realm.Of<ResourceGateway>()[id];
    }

    public static ResourceConfiguration Single(
        this LatticeWorld world, ResourceGateway gateway, string name = "single", string? domain = null) =>
        world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = name,
            Type = ResourceConfigurationType.Single,
            ResourceGatewayIdentifier = gateway.Id,
            ResourceConfigurationDefinition = Address(),
            PortRanges = ["5432"],
            CustomDomainName = domain,
        });

    public static ResourceConfiguration Group(
        this LatticeWorld world, ResourceGateway gateway, string name = "family", string? domain = null) =>
        world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = name,
            Type = ResourceConfigurationType.Group,
            ResourceGatewayIdentifier = gateway.Id,
            GroupDomain = domain,
        });

    public static ResourceConfiguration Child(
        this LatticeWorld world, ResourceConfiguration group, string name = "child", string? domain = null) =>
        world.Configuration(new CreateResourceConfigurationRequest
        {
            Name = name,
            Type = ResourceConfigurationType.Child,
            ResourceConfigurationGroupIdentifier = group.Id,
            ResourceConfigurationDefinition = Address(),
            CustomDomainName = domain,
        });

    public static ResourceConfiguration Configuration(
        this LatticeWorld world, CreateResourceConfigurationRequest request)
    {
        var id = world.Do(CreateResourceConfiguration.Decide, request).Id!;
        return world.Realm.Of<ResourceConfiguration>()[id];
    }

    public static string Associate(
        this LatticeWorld world,
        ServiceNetwork network,
        ResourceConfiguration configuration,
        bool? privateDns = null) => world.Do(
            CreateServiceNetworkResourceAssociation.Decide,
            new CreateServiceNetworkResourceAssociationRequest
            {
                ServiceNetworkIdentifier = network.Id,
                ResourceConfigurationIdentifier = configuration.Id,
                PrivateDnsEnabled = privateDns,
            }).Id!;

    /// <summary>A request for an endpoint to a network, in all of a VPC's subnets.</summary>
    public static Shape.CreateVpcEndpointRequest ToNetwork(
        this LatticeWorld world, string vpcId, ServiceNetwork network) => new()
        {
            VpcEndpointType = VpcEndpointKind.ServiceNetwork,
            VpcId = vpcId,
            SubnetIds = [.. world.Realm.Of<Subnet>().Under(vpcId).Select(subnet => subnet.SubnetId)],
            ServiceNetworkArn = network.Arn,
        };

    /// <summary>A request for an endpoint to a resource, in all of a VPC's subnets.</summary>
    public static Shape.CreateVpcEndpointRequest ToResource(
        this LatticeWorld world, string vpcId, ResourceConfiguration configuration) => new()
        {
            VpcEndpointType = VpcEndpointKind.Resource,
            VpcId = vpcId,
            SubnetIds = [.. world.Realm.Of<Subnet>().Under(vpcId).Select(subnet => subnet.SubnetId)],
            ResourceConfigurationArn = configuration.Arn,
        };

    /// <summary>An endpoint as it is once the loops have come to rest.</summary>
    public static VpcEndpoint Endpoint(this LatticeWorld world, Shape.CreateVpcEndpointRequest request)
    {
        var id = world.Do(CreateVpcEndpoint.Decide, request).VpcEndpoint!.VpcEndpointId!;
        world.Settle();
        return world.Realm.Of<VpcEndpoint>()[id];
    }

    public static ServiceNetworkResourceAssociation Association(this LatticeWorld world, string id) =>
        world.Realm.Of<ServiceNetworkResourceAssociation>()[id];
}
