using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>A resource that an endpoint leads to.</summary>
/// <param name="Id">What the endpoint keeps its addresses under.</param>
/// <param name="Association">What brings it into the service network; null behind an endpoint of its own.</param>
internal sealed record EndpointMember(
    string Id,
    ResourceConfiguration Configuration,
    ResourceGateway Gateway,
    ServiceNetworkResourceAssociation? Association)
{
    /// <summary>
    /// The resources behind an endpoint that can be reached, in creation order: a configuration or the children of a
    /// group, or all that is in the network.
    /// </summary>
    public static IEnumerable<EndpointMember> Of(
        Snapshot snapshot, Scope scope, VpcEndpoint endpoint) => endpoint switch
    {
        _ when !VpcEndpoints.Serves(endpoint) => [],
        { EndpointType: VpcEndpointKind.ServiceNetwork } => ResourceEntrance
            .Of(snapshot, Ownership.Get<ServiceNetwork>(snapshot, scope, endpoint.TargetId!))
            .Select(entrance => new EndpointMember(
                entrance.Association.Id, entrance.Configuration, entrance.Gateway, entrance.Association)),
        _ => OfConfiguration(snapshot.In(VpcEndpoints.OwnerOfTarget(endpoint)), endpoint.TargetId!),
    };

    /// <summary>The generated name behind that endpoint (AWS PrivateLink guide, "DNS hostnames").</summary>
    public string NameAt(VpcEndpoint endpoint, string region) => EndpointNames.OfResource(
        endpoint.VpcEndpointId, Association?.Id, Configuration.Id, region);

    /// <summary>
    /// The resource's own domain name, when the endpoint and what brings the resource there let it be resolved.
    /// </summary>
    public string? PrivateNameAt(Snapshot snapshot, VpcEndpoint endpoint)
    {
        var realm = snapshot.In(Ownership.Of(Configuration));
        return endpoint.PrivateDnsEnabled
            && (Association?.PrivateDnsEnabled ?? true)
            && ConfigurationFamily.PrivateName(realm, Configuration) is { } name
            && PrivateDns.Admits(
                new DnsOptions
                {
                    PrivateDnsPreference = endpoint.PrivateDnsPreference,
                    PrivateDnsSpecifiedDomains = endpoint.PrivateDnsSpecifiedDomains,
                },
                name,
                Association?.DomainVerified ?? IsVerified(realm, endpoint))
                ? name
                : null;
    }

    private static bool IsVerified(Realm realm, VpcEndpoint endpoint) =>
        realm.Of<ResourceEndpointAssociation>().By(endpoint.VpcEndpointId).Any(each => each.DomainVerified);

    private static IEnumerable<EndpointMember> OfConfiguration(Realm realm, string configurationId)
    {
        var target = realm.Of<ResourceConfiguration>()[configurationId];
        var family = target.Type == ResourceConfigurationType.Group
            ? ConfigurationFamily.ChildrenOf(realm, configurationId)
            : [target];
        return family
            .Where(each => each.Status != ResourceConfigurationStatus.DeleteInProgress
                && ResourceReach.Failure(each) is null)
            .Select(each => new EndpointMember(
                each.Id, each, realm.Of<ResourceGateway>()[each.ResourceGatewayId], Association: null));
    }
}
