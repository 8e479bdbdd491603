using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Whether a resource can be reached through an association, and why never.</summary>
internal static class ResourceReach
{
    /// <summary>Why no association with the configuration can ever work; null when it can.</summary>
    public static (string Code, string Reason)? Failure(ResourceConfiguration configuration) =>
        configuration.Definition switch
        {
            ResourceConfigurationDefinition.ArnResource arn => (
                "RESOURCE_NOT_FOUND", $"{arn.Value.Arn} is a database of Amazon RDS, which does not run here."),
            ResourceConfigurationDefinition.DnsResource { Value.IpAddressType: not "IPV4" } dns => (
                "UNSUPPORTED_ADDRESS_TYPE",
                $"{dns.Value.DomainName} is to be reached by {dns.Value.IpAddressType}; VPCs have only IPv4 here."),
            _ => null,
        };

    /// <summary>
    /// True when the gateway's VPC and every VPC that is already in the network stand as the association needs them.
    /// </summary>
    public static bool Stands(
        Snapshot snapshot, Scope scope, ServiceNetworkResourceAssociation association, NodeReport report)
    {
        var realm = snapshot.In(scope);
        var network = Ownership.Get<ServiceNetwork>(snapshot, scope, association.ServiceNetworkId);
        var configuration = realm.Of<ResourceConfiguration>()[association.ResourceConfigurationId];
        var gateway = realm.Of<ResourceGateway>()[configuration.ResourceGatewayId];
        return report.Vpcs.Contains(gateway.VpcId)
            && Associations.VpcsOf(snapshot.In(Ownership.Of(network)), network.Id)
                .Where(member => member.Status == ServiceNetworkVpcAssociationStatus.Active)
                .All(member => report.Vpcs.Contains(member.VpcId));
    }
}
