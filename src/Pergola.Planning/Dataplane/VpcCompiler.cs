using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles one VPC: its resolver's names, and the ports and hosts of what it can reach.</summary>
internal static class VpcCompiler
{
    /// <summary>The resolver's address beside base+2 (Amazon VPC user guide, "DNS attributes").</summary>
    private static readonly IPAddress s_linkLocalResolver = IPAddress.Parse("169.254.169.253");

    public static VpcEntry Compile(
        Snapshot snapshot, Scope scope, Vpc vpc, NetworkMembers networks, CompilerMemory memory) => memory.Vpcs.Of(
            vpc.VpcId,
            [
                vpc,
                networks.State,
                .. memory.ServiceNames.States(snapshot),
                .. memory.ListenerPorts.States(snapshot),
                .. CompilerMemory.Tables<NetworkInterface>(snapshot),
                .. CompilerMemory.Tables<ServiceNetworkResourceAssociation>(snapshot),
                .. CompilerMemory.Tables<ResourceConfiguration>(snapshot),
                .. CompilerMemory.Tables<ResourceGateway>(snapshot),
                .. CompilerMemory.Tables<VpcEndpoint>(snapshot),
                .. CompilerMemory.Tables<AccessLogSubscription>(snapshot),
                .. CompilerMemory.Tables<ResourceEndpointAssociation>(snapshot),
            ],
            () => Compile(snapshot, scope, vpc, networks));

    private static VpcEntry Compile(Snapshot snapshot, Scope scope, Vpc vpc, NetworkMembers networks)
    {
        var realm = snapshot.In(scope);
        var network = networks.NetworkOf(vpc);
        var services = networks.ReachableFrom(vpc).ToList();
        var resources = network is null ? [] : ResourceEntrance.Of(snapshot, network).ToList();
        var endpoints = new EndpointCompiler(snapshot, scope, vpc, networks);
        IEnumerable<NameEntry> names =
        [
            .. services.Select(ServiceName),
            .. resources.SelectMany(resource => ResourceCompiler.Names(snapshot, vpc, resource)),
            .. endpoints.Names(vpc),
            .. InterfaceNames(scope, realm, vpc),
        ];
        return new VpcEntry(
            vpc.VpcId,
            Arn.Of("ec2", scope, $"vpc/{vpc.VpcId}"),
            vpc.EnableDnsSupport ? [Cidr.Parse(vpc.CidrBlock).AddressAt(2), s_linkLocalResolver] : [],
            network?.Arn,
            [.. Ports(snapshot, services)],
            network is null ? [] : [.. services.SelectMany(service => Hosts(network, service))],
            vpc.EnableDnsSupport ? [.. names.DistinctBy(name => name.Name, StringComparer.Ordinal)] : [])
        {
            Resources =
            [
                .. resources.Select(resource => ResourceCompiler.Compile(snapshot, resource)),
                .. endpoints.Resources(),
            ],
            Endpoints = [.. endpoints.Endpoints()],
            Logs = network is null ? [] : LogCompiler.Of(snapshot, network, ServiceNetworkLogType.Service),
        };
    }

    /// <summary>The ports of all of these services' listeners, each once.</summary>
    public static IEnumerable<PortEntry> Ports(Snapshot snapshot, List<LatticeService> services) => services
        .SelectMany(service => snapshot.In(Ownership.Of(service)).Of<Listener>().Under(service.ServiceId))
        .Select(listener => new PortEntry(listener.Port, ServiceCompiler.ProtocolOf(listener)))
        .Distinct()
        .OrderBy(port => port.Port)
        .ThenBy(port => port.Protocol);

    /// <summary>A service's own names, as hosts of requests that come through the network.</summary>
    public static IEnumerable<HostEntry> Hosts(ServiceNetwork network, LatticeService service)
    {
        var key = ServiceAccess.KeyIn(network, service);
        yield return HostEntry.Generated(service.DomainName, key);
        if (service.CustomDomainName is { } custom)
        {
            yield return new HostEntry(custom.ToLowerInvariant(), key) { Certificate = service.CertificateArn };
        }
    }

    private static NameEntry ServiceName(LatticeService service) =>
        new(service.DomainName, [LatticeAddress.Of(service.ServiceId)]);

    private static IEnumerable<NameEntry> InterfaceNames(Scope scope, Realm realm, Vpc vpc) => vpc.EnableDnsHostnames
        ? realm.Of<NetworkInterface>().All
            .Where(nic => nic.VpcId == vpc.VpcId)
            .Select(nic => new NameEntry(
                $"ip-{nic.PrivateIpAddress.Replace('.', '-')}.{InternalDomain(scope.Region)}",
                [IPAddress.Parse(nic.PrivateIpAddress)]))
        : [];

    // us-east-1 is older than the scheme (Amazon VPC user guide, "DNS hostnames").
    private static string InternalDomain(string region) =>
        region == "us-east-1" ? "ec2.internal" : $"{region}.compute.internal";
}
