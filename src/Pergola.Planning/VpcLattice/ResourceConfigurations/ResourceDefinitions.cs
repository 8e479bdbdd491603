using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Core;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// What a definition may name (VPC Lattice user guide, "Resource configurations"): a domain name, a private address, or
/// a database of Amazon RDS.
/// </summary>
internal static class ResourceDefinitions
{
    private static readonly Cidr[] s_private =
    [
        Cidr.Parse("10.0.0.0/8"),
        Cidr.Parse("100.64.0.0/10"),
        Cidr.Parse("172.16.0.0/12"),
        Cidr.Parse("192.168.0.0/16"),
    ];

    /// <summary>The faults of a definition that a configuration of that type cannot have.</summary>
    public static IEnumerable<FieldFault> Faults(
        string type, ResourceConfigurationDefinition? definition) => type switch
    {
        ResourceConfigurationType.Group => definition is null
            ? []
            : [new FieldFault(Field, "A GROUP has no resourceConfigurationDefinition; its children have one each.")],
        ResourceConfigurationType.Arn => definition is ResourceConfigurationDefinition.ArnResource arn
            ? ArnFaults(arn.Value)
            : [new FieldFault(Field, "An ARN configuration needs resourceConfigurationDefinition.arnResource.")],
        _ => definition switch
        {
            ResourceConfigurationDefinition.DnsResource dns => DnsFaults(dns.Value),
            ResourceConfigurationDefinition.IpResource address => AddressFaults(address.Value),
            _ =>
            [
                new FieldFault(
                    Field, $"A {type} configuration needs resourceConfigurationDefinition.dnsResource or ipResource."),
            ],
        },
    };

    /// <summary>The definition as it is kept: a domain name without a type of address is resolved to IPv4.</summary>
    public static ResourceConfigurationDefinition? Complete(ResourceConfigurationDefinition? definition) =>
        definition is ResourceConfigurationDefinition.DnsResource { Value.IpAddressType: null } dns
            ? new ResourceConfigurationDefinition.DnsResource(
                dns.Value with { IpAddressType = ResourceConfigurationIpAddressType.Ipv4 })
            : definition;

    private const string Field = "resourceConfigurationDefinition";

    private static IEnumerable<FieldFault> DnsFaults(DnsResource dns)
    {
        const string Name = $"{Field}.dnsResource.domainName";
        if (dns.DomainName is null)
        {
            yield return new FieldFault(Name, $"{Name} is needed.");
        }

        foreach (var fault in DomainNames.Faults(Name, dns.DomainName))
        {
            yield return fault;
        }

        if (dns.IpAddressType == ResourceConfigurationIpAddressType.Dualstack)
        {
            yield return new FieldFault(
                $"{Field}.dnsResource.ipAddressType",
                "ipAddressType DUALSTACK is not supported for a domain name; it must be IPV4 or IPV6.");
        }
    }

    private static IEnumerable<FieldFault> AddressFaults(IpResource resource)
    {
        if (IPAddress.TryParse(resource.IpAddress, out var address)
            && address.ToString() == resource.IpAddress
            && s_private.Any(range => range.Contains(address)))
        {
            yield break;
        }

        yield return new FieldFault(
            $"{Field}.ipResource.ipAddress",
            $"ipAddress '{resource.IpAddress}' must be an IPv4 address of {string.Join<Cidr>(", ", s_private)}. "
            + "(VPCs have no IPv6 network here.)");
    }

    private static IEnumerable<FieldFault> ArnFaults(ArnResource resource)
    {
        if (!Arn.TryParse(resource.Arn, out var arn) || arn.Service != "rds")
        {
            yield return new FieldFault(
                $"{Field}.arnResource.arn",
                $"arn '{resource.Arn}' must be of an instance or a cluster of Amazon RDS, "
                + "arn:aws:rds:REGION:ACCOUNT:db:NAME or …:cluster:NAME.");
        }
    }
}
