using System.Diagnostics;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Fabric;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles the resources that clients of one VPC can reach, and the names that they have there.</summary>
internal static class ResourceCompiler
{
    public static ResourceEntry Compile(Snapshot snapshot, ResourceEntrance entrance) => new(
        entrance.Association.Id,
        entrance.Address,
        [.. entrance.Ports.Select(range => new PortRangeEntry(range.First, range.Last))],
        entrance.Gateway.VpcId,
        ResourceFabric.AddressesOf(snapshot.In(Ownership.Of(entrance.Gateway)), entrance.Gateway).First(),
        HostOf(entrance.Configuration),
        entrance.Gateway.DnsResolution == ResourceConfigDnsResolution.InVpc);

    /// <summary>The generated name, and the resource's own where the VPC's association lets it in.</summary>
    public static IEnumerable<NameEntry> Names(Snapshot snapshot, Vpc vpc, ResourceEntrance entrance)
    {
        yield return new NameEntry(entrance.Association.DomainName, [entrance.Address]);
        var realm = snapshot.In(Ownership.Of(entrance.Configuration));
        if (entrance.Association.PrivateDnsEnabled
            && ConfigurationFamily.PrivateName(realm, entrance.Configuration) is { } name
            && Admits(snapshot, vpc, entrance, name))
        {
            yield return new NameEntry(name.ToLowerInvariant(), [entrance.Address]);
        }
    }

    private static string HostOf(ResourceConfiguration configuration) => configuration.Definition switch
    {
        ResourceConfigurationDefinition.IpResource address => address.Value.IpAddress!,
        ResourceConfigurationDefinition.DnsResource dns => dns.Value.DomainName!.ToLowerInvariant(),
        _ => throw new UnreachableException($"{configuration.Id} is nowhere."),
    };

    // In its own VPC a name must not lead to itself (VPC Lattice user guide, "Resource configurations").
    private static bool Admits(Snapshot snapshot, Vpc vpc, ResourceEntrance entrance, string name)
    {
        var isOwn = entrance.Gateway.VpcId == vpc.VpcId
            && entrance.Gateway.DnsResolution == ResourceConfigDnsResolution.InVpc
            && DomainNames.IsWithin(HostOf(entrance.Configuration), name);
        return !isOwn && vpc.EnableDnsHostnames && snapshot.Realms
            .SelectMany(entry => entry.Value.Of<ServiceNetworkVpcAssociation>().By(vpc.VpcId))
            .Any(member => member.PrivateDnsEnabled
                && PrivateDns.Admits(member.DnsOptions, name, entrance.Association.DomainVerified));
    }
}
