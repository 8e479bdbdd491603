using System.Diagnostics;
using System.Net;
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
    public static ResourceEntry Compile(Snapshot snapshot, ResourceEntrance entrance) => Compile(
        snapshot, entrance.Association.Id, entrance.Address, entrance.Configuration, entrance.Gateway);

    /// <summary>A resource at one address.</summary>
    /// <param name="leaderId">What leads there.</param>
    public static ResourceEntry Compile(
        Snapshot snapshot,
        string leaderId,
        IPAddress address,
        ResourceConfiguration configuration,
        ResourceGateway gateway) => new(
            leaderId,
            address,
            [.. configuration.PortRanges.Select(PortRanges.Read)
                .Select(range => new PortRangeEntry(range.First, range.Last))],
            gateway.VpcId,
            ResourceFabric.AddressesOf(snapshot.In(Ownership.Of(gateway)), gateway).First(),
            HostOf(configuration),
            gateway.DnsResolution == ResourceConfigDnsResolution.InVpc);

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

    /// <summary>
    /// True when a name would lead to itself: in the gateway's own VPC, where the resource has it (VPC Lattice user
    /// guide, "Resource configurations").
    /// </summary>
    public static bool IsOwnName(
        Vpc vpc, ResourceGateway gateway, ResourceConfiguration configuration, string name) =>
        gateway.VpcId == vpc.VpcId
        && gateway.DnsResolution == ResourceConfigDnsResolution.InVpc
        && DomainNames.IsWithin(HostOf(configuration), name);

    private static bool Admits(Snapshot snapshot, Vpc vpc, ResourceEntrance entrance, string name)
    {
        return !IsOwnName(vpc, entrance.Gateway, entrance.Configuration, name)
            && vpc.EnableDnsHostnames
            && snapshot.Realms.SelectMany(entry => entry.Value.Of<ServiceNetworkVpcAssociation>().By(vpc.VpcId))
                .Any(member => member.PrivateDnsEnabled
                && PrivateDns.Admits(member.DnsOptions, name, entrance.Association.DomainVerified));
    }
}
