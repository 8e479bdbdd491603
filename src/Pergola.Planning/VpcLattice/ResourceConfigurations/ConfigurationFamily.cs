using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>What belongs to a configuration, and what it belongs to.</summary>
internal static class ConfigurationFamily
{
    /// <summary>Every configuration whose resource is reached through the gateway, children too.</summary>
    public static IEnumerable<ResourceConfiguration> Through(Realm realm, string gatewayId) =>
        realm.Of<ResourceConfiguration>().By(gatewayId)
            .Where(configuration => configuration.ResourceGatewayId == gatewayId);

    public static IEnumerable<ResourceConfiguration> ChildrenOf(Realm realm, string groupId) =>
        realm.Of<ResourceConfiguration>().By(groupId).Where(configuration => configuration.GroupId == groupId);

    /// <summary>Those whose domain the verification is to prove.</summary>
    public static IEnumerable<ResourceConfiguration> ProvenBy(Realm realm, string verificationId) =>
        realm.Of<ResourceConfiguration>().By(verificationId)
            .Where(configuration => configuration.DomainVerificationId == verificationId);

    /// <summary>Its associations with networks, those that its group brought too.</summary>
    public static IEnumerable<ServiceNetworkResourceAssociation> AssociationsOf(Realm realm, string configurationId) =>
        realm.Of<ServiceNetworkResourceAssociation>().By(configurationId)
            .Where(association => association.ResourceConfigurationId == configurationId);

    /// <summary>Whether a network that may be shared can have it; a child follows its group.</summary>
    public static bool? MayJoinShareable(Realm realm, ResourceConfiguration configuration) =>
        configuration.GroupId is { } groupId
            ? realm.Of<ResourceConfiguration>()[groupId].AllowAssociationToShareableServiceNetwork
            : configuration.AllowAssociationToShareableServiceNetwork;

    /// <summary>The verification of its domain; a child's is its group's.</summary>
    public static DomainVerification? VerificationOf(Realm realm, ResourceConfiguration configuration) =>
        realm.Of<DomainVerification>().Find(configuration.GroupId is { } groupId
            ? realm.Of<ResourceConfiguration>()[groupId].DomainVerificationId
            : configuration.DomainVerificationId);

    /// <summary>
    /// The domain name that consumers may use beside the generated one; null when there is none. A child's must lie
    /// below its group's domain (VPC Lattice user guide, "Resource configurations").
    /// </summary>
    public static string? PrivateName(Realm realm, ResourceConfiguration configuration)
    {
        if (configuration.CustomDomainName is not { } name || configuration.Type != ResourceConfigurationType.Child)
        {
            return configuration.CustomDomainName;
        }

        return realm.Of<ResourceConfiguration>()[configuration.GroupId!].GroupDomain is { } domain
            && DomainNames.IsWithin(name, domain)
                ? name
                : null;
    }
}
