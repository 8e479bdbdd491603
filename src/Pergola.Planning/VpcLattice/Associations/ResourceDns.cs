using System.Security.Cryptography;
using System.Text;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>The names that Lattice generates for resources in networks.</summary>
internal static class ResourceDns
{
    /// <summary>
    /// The name of a resource in one network: <c>{snra-id}.{rcfg-id}.{label}.vpc-lattice-rsc.{region}.on.aws</c>. AWS
    /// does not document its first part.
    /// </summary>
    public static string NameOf(string associationId, string configurationId, string region) =>
        $"{associationId}.{configurationId}.{Label(configurationId)}.vpc-lattice-rsc.{region}.on.aws";

    public static DnsEntry EntryOf(ServiceNetworkResourceAssociation association) =>
        new() { DomainName = association.DomainName, HostedZoneId = association.HostedZoneId };

    /// <summary>The resource's own domain name; null when it has none or the association does not offer it.</summary>
    public static DnsEntry? PrivateEntryOf(Realm realm, ServiceNetworkResourceAssociation association) =>
        association.PrivateDnsEnabled
        && ConfigurationFamily.PrivateName(
            realm, realm.Of<ResourceConfiguration>()[association.ResourceConfigurationId]) is { } name
            ? new DnsEntry { DomainName = name, HostedZoneId = ZoneOf(association.Id) }
            : null;

    // A hosted zone of the association's own, in the form of Route 53's ids.
    private static string ZoneOf(string associationId) => "Z" + Label(associationId).ToUpperInvariant();

    // Names must be the same on every answer, so the label is made of the id.
    private static string Label(string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..16];
}
