using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pergola.Domain.VpcLattice;

/// <summary>The kinds of resources of this folder.</summary>
internal static class VpcLatticeKinds
{
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        ResourceKind.Of("target-group", VpcLatticeJson.Default.TargetGroup),
        ResourceKind.Of("target", VpcLatticeJson.Default.Target),
        ResourceKind.Of("service-network-vpc-association", VpcLatticeJson.Default.ServiceNetworkVpcAssociation),
        ResourceKind.Of("service-network", VpcLatticeJson.Default.ServiceNetwork),
        ResourceKind.Of("lattice-service", VpcLatticeJson.Default.LatticeService),
        ResourceKind.Of("listener", VpcLatticeJson.Default.Listener),
        ResourceKind.Of("listener-rule", VpcLatticeJson.Default.ListenerRule),
        ResourceKind.Of("service-network-service-association", VpcLatticeJson.Default.ServiceNetworkServiceAssociation),
        ResourceKind.Of("access-log-subscription", VpcLatticeJson.Default.AccessLogSubscription),
        ResourceKind.Of("lattice-auth-policy", VpcLatticeJson.Default.AuthPolicy),
        ResourceKind.Of("lattice-resource-policy", VpcLatticeJson.Default.ResourcePolicy),
        ResourceKind.Of("resource-gateway", VpcLatticeJson.Default.ResourceGateway),
        ResourceKind.Of("resource-configuration", VpcLatticeJson.Default.ResourceConfiguration),
        ResourceKind.Of(
            "service-network-resource-association", VpcLatticeJson.Default.ServiceNetworkResourceAssociation),
        ResourceKind.Of("resource-endpoint-association", VpcLatticeJson.Default.ResourceEndpointAssociation),
        ResourceKind.Of("domain-verification", VpcLatticeJson.Default.DomainVerification),
        ResourceKind.Of("lattice-client-token", VpcLatticeJson.Default.ClientTokenUse),
    ];
}

/// <summary>How this folder's resources are written to the journal; compiled, not reflected.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetGroup))]
[JsonSerializable(typeof(Target))]
[JsonSerializable(typeof(ServiceNetworkVpcAssociation))]
[JsonSerializable(typeof(ServiceNetwork))]
[JsonSerializable(typeof(LatticeService))]
[JsonSerializable(typeof(Listener))]
[JsonSerializable(typeof(ListenerRule))]
[JsonSerializable(typeof(ServiceNetworkServiceAssociation))]
[JsonSerializable(typeof(AccessLogSubscription))]
[JsonSerializable(typeof(AuthPolicy))]
[JsonSerializable(typeof(ResourcePolicy))]
[JsonSerializable(typeof(ResourceGateway))]
[JsonSerializable(typeof(ResourceConfiguration))]
[JsonSerializable(typeof(ServiceNetworkResourceAssociation))]
[JsonSerializable(typeof(ResourceEndpointAssociation))]
[JsonSerializable(typeof(DomainVerification))]
[JsonSerializable(typeof(ClientTokenUse))]
[JsonSerializable(
    typeof(Api.VpcLattice.ResourceConfigurationDefinition.DnsResource), TypeInfoPropertyName = "DefinitionByDns")]
[JsonSerializable(
    typeof(Api.VpcLattice.ResourceConfigurationDefinition.IpResource), TypeInfoPropertyName = "DefinitionByIp")]
[JsonSerializable(
    typeof(Api.VpcLattice.ResourceConfigurationDefinition.ArnResource), TypeInfoPropertyName = "DefinitionByArn")]
[JsonSerializable(typeof(Api.VpcLattice.RuleMatch.HttpMatch), TypeInfoPropertyName = "RuleMatchHttpMatch")]
[JsonSerializable(typeof(Api.VpcLattice.PathMatchType.Exact), TypeInfoPropertyName = "PathMatchExact")]
[JsonSerializable(typeof(Api.VpcLattice.PathMatchType.Prefix), TypeInfoPropertyName = "PathMatchPrefix")]
internal sealed partial class VpcLatticeJson : JsonSerializerContext;
