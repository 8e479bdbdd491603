using System.Security.Cryptography;
using System.Text;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>The names that Lattice generates for resources in networks.</summary>
internal static class ResourceDns
{
    /// <summary>The label that every resource's name on AWS has (PrivateLink guide, "DNS hostnames").</summary>
    private const string Partition = "4232ccc";

    /// <summary>
    /// The name of a resource, as something leads to it:
    /// <c>{vpce-id|snra-id}.{rcfg-id}.4232ccc.vpc-lattice-rsc.{region}.on.aws</c>. AWS does not document the first part
    /// in associated VPCs.
    /// </summary>
    public static string NameOf(string leaderId, string configurationId, string region) =>
        $"{leaderId}.{configurationId}.{Partition}.vpc-lattice-rsc.{region}.on.aws";

    public static DnsEntry EntryOf(ServiceNetworkResourceAssociation association) =>
        new() { DomainName = association.DomainName, HostedZoneId = association.HostedZoneId };

    /// <summary>The resource's own domain name; null when it has none or the association does not offer it.</summary>
    public static DnsEntry? PrivateEntryOf(Realm realm, ServiceNetworkResourceAssociation association) =>
        association.PrivateDnsEnabled
        && ConfigurationFamily.PrivateName(
            realm, realm.Of<ResourceConfiguration>()[association.ResourceConfigurationId]) is { } name
            ? new DnsEntry { DomainName = name, HostedZoneId = ZoneOf(association.Id) }
            : null;

    /// <summary>
    /// A hosted zone of the member's own, in the form of Route 53's ids: always the same for one id, so that every
    /// answer says the same.
    /// </summary>
    public static string ZoneOf(string memberId) =>
        "Z" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(memberId)))[..16];
}
