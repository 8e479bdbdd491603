using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>The associations of a network or a service: those that exist, whatever their status.</summary>
internal static class Associations
{
    public static IEnumerable<ServiceNetworkVpcAssociation> VpcsOf(Realm realm, string networkId) =>
        realm.Of<ServiceNetworkVpcAssociation>().By(networkId);

    public static IEnumerable<ServiceNetworkServiceAssociation> ServicesOf(Realm realm, string networkId) =>
        realm.Of<ServiceNetworkServiceAssociation>().By(networkId);

    public static IEnumerable<ServiceNetworkServiceAssociation> NetworksOf(Realm realm, string serviceId) =>
        realm.Of<ServiceNetworkServiceAssociation>().By(serviceId);

    public static int CountVpcsOf(Realm realm, string networkId) =>
        realm.Of<ServiceNetworkVpcAssociation>().CountBy(networkId);

    public static int CountServicesOf(Realm realm, string networkId) =>
        realm.Of<ServiceNetworkServiceAssociation>().CountBy(networkId);

    /// <summary>Those of resources that a user asked for; what a group brought along is not counted.</summary>
    public static IEnumerable<ServiceNetworkResourceAssociation> ResourcesOf(Realm realm, string networkId) =>
        realm.Of<ServiceNetworkResourceAssociation>().By(networkId)
            .Where(member => member.GroupAssociationId is null);

    /// <summary>The ids of blockers, for a message.</summary>
    public static IEnumerable<string> Ids(IEnumerable<Resource> resources) => resources.Select(resource => resource.Id);
}
