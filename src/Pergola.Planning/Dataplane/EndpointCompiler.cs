using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using Vpc = Pergola.Domain.Network.Vpc;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointKind = Pergola.Domain.Network.VpcEndpointKind;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles one VPC's endpoints: what is reached at their addresses, and the names that lead there.</summary>
internal sealed class EndpointCompiler
{
    private readonly Snapshot _snapshot;
    private readonly Scope _scope;
    private readonly NetworkMembers _networks;
    private readonly List<VpcEndpoint> _endpoints;

    public EndpointCompiler(Snapshot snapshot, Scope scope, Vpc vpc, NetworkMembers networks)
    {
        _snapshot = snapshot;
        _scope = scope;
        _networks = networks;
        _endpoints = [.. snapshot.In(scope).Of<VpcEndpoint>().Under(vpc.VpcId).Where(VpcEndpoints.Serves)];
    }

    /// <summary>The endpoints to networks, for the services in those.</summary>
    public IEnumerable<EndpointEntry> Endpoints() => ToNetworks().Select(each =>
    {
        var services = _networks.In(each.Network).Select(member => member.Service).ToList();
        return new EndpointEntry(
            each.Endpoint.VpcEndpointId,
            [.. FirstAddresses(each.Endpoint)],
            each.Network.Arn,
            [.. VpcCompiler.Ports(_snapshot, services)],
            [
                .. services.SelectMany(service => VpcCompiler.Hosts(each.Network, service)),
                .. ServiceNames(each.Endpoint, each.Network).Select(named => HostEntry.Generated(
                    named.Name, ServiceAccess.KeyIn(each.Network, named.Service))),
            ])
        {
            Logs = LogCompiler.Of(_snapshot, each.Network, ServiceNetworkLogType.Service),
        };
    });

    /// <summary>The resources behind all endpoints, once for each of their addresses.</summary>
    public IEnumerable<ResourceEntry> Resources() =>
        from endpoint in _endpoints
        from placed in Placed(endpoint)
        from address in placed.Addresses
        select ResourceCompiler.Compile(
            _snapshot,
            $"{endpoint.VpcEndpointId}/{placed.Member.Id}",
            address,
            placed.Member.Configuration,
            placed.Member.Gateway);

    /// <summary>The names of services and resources behind the endpoints, and the resources' own.</summary>
    public IEnumerable<NameEntry> Names(Vpc vpc) =>
    [
        .. ToNetworks().SelectMany(each => ServiceNames(each.Endpoint, each.Network)
            .Select(named => new NameEntry(named.Name, [.. FirstAddresses(each.Endpoint)]))),
        .. _endpoints.SelectMany(endpoint => Placed(endpoint).SelectMany(placed =>
            ResourceNames(vpc, endpoint, placed.Member).Select(name => new NameEntry(name, [.. placed.Addresses])))),
    ];

    private IEnumerable<(VpcEndpoint Endpoint, ServiceNetwork Network)> ToNetworks() => _endpoints
        .Where(endpoint => endpoint.EndpointType == VpcEndpointKind.ServiceNetwork)
        .Select(endpoint => (endpoint, Ownership.Get<ServiceNetwork>(_snapshot, _scope, endpoint.TargetId!)));

    private IEnumerable<(string Name, LatticeService Service)> ServiceNames(
        VpcEndpoint endpoint, ServiceNetwork network) => _networks.In(network)
            .Select(member => (EndpointNames.OfService(endpoint, member.AssociationId, _scope.Region), member.Service));

    private IEnumerable<string> ResourceNames(Vpc vpc, VpcEndpoint endpoint, EndpointMember member)
    {
        yield return member.NameAt(endpoint, _scope.Region);
        if (vpc.EnableDnsHostnames && member.PrivateNameAt(_snapshot, endpoint) is { } name
            && !ResourceCompiler.IsOwnName(vpc, member.Gateway, member.Configuration, name))
        {
            yield return name.ToLowerInvariant();
        }
    }

    private IEnumerable<(EndpointMember Member, IEnumerable<IPAddress> Addresses)> Placed(VpcEndpoint endpoint) =>
        EndpointMember.Of(_snapshot, _scope, endpoint).Join(
            endpoint.Resources,
            member => member.Id,
            resource => resource.MemberId,
            (member, resource) => (member, resource.Addresses.Select(each => IPAddress.Parse(each.Address))));

    private IEnumerable<IPAddress> FirstAddresses(VpcEndpoint endpoint) => endpoint.NetworkInterfaceIds
        .Select(id => IPAddress.Parse(_snapshot.In(_scope).Of<NetworkInterface>()[id].PrivateIpAddress));
}
