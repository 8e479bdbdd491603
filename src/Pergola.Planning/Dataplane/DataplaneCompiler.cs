using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles what one node's proxy, health checker and resolvers need from a snapshot.</summary>
public static class DataplaneCompiler
{
    /// <summary>
    /// The table of a snapshot, over all accounts and regions; equal snapshots make equal tables. What an association
    /// in DELETE_IN_PROGRESS gave is no longer in it.
    /// </summary>
    public static DataplaneTable Compile(Snapshot snapshot)
    {
        var vpcs = new List<VpcEntry>();
        var services = new List<ServiceEntry>();
        var groups = new List<TargetGroupEntry>();
        foreach (var (scope, realm) in snapshot.Realms
            .OrderBy(entry => entry.Key.Account, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Region, StringComparer.Ordinal))
        {
            var networks = NetworkMembers.Of(realm);
            vpcs.AddRange(realm.Of<Vpc>().All.Select(vpc => VpcCompiler.Compile(scope, realm, vpc, networks)));
            services.AddRange(networks.Services.Select(service => ServiceCompiler.Compile(realm, service)));
            services.AddRange(networks.Closed.Select(member => ServiceCompiler.CompileClosed(
                realm, member.Service, ServiceAccess.KeyIn(member.Network, member.Service))));
            groups.AddRange(TargetGroupCompiler.Compile(realm));
        }

        return new DataplaneTable(snapshot.Revision, [.. vpcs], [.. services], [.. groups]);
    }
}

/// <summary>Which services are in which network, and which network a VPC is associated with.</summary>
internal sealed class NetworkMembers
{
    private readonly ILookup<string, LatticeService> _servicesByNetwork;
    private readonly Dictionary<string, ServiceNetwork> _networkByVpc;
    private readonly IEnumerable<ServiceNetwork> _networks;

    private NetworkMembers(
        IEnumerable<ServiceNetwork> networks,
        ILookup<string, LatticeService> servicesByNetwork,
        Dictionary<string, ServiceNetwork> networkByVpc)
    {
        _networks = networks;
        _servicesByNetwork = servicesByNetwork;
        _networkByVpc = networkByVpc;
    }

    /// <summary>Every service that is in a network, once, in creation order.</summary>
    public IEnumerable<LatticeService> Services => _servicesByNetwork
        .SelectMany(services => services)
        .DistinctBy(service => service.ServiceId)
        .OrderBy(service => service.Ordinal);

    /// <summary>The networks that let nobody in, with each of their services.</summary>
    public IEnumerable<(ServiceNetwork Network, LatticeService Service)> Closed =>
        from network in _networks
        where ServiceAccess.IsClosed(network.AuthType)
        from service in _servicesByNetwork[network.ServiceNetworkId].OrderBy(service => service.Ordinal)
        select (network, service);

    public static NetworkMembers Of(Realm realm) => new(
        realm.Of<ServiceNetwork>().All,
        realm.Of<ServiceNetworkServiceAssociation>().All
            .Where(member => member.Status != ServiceNetworkServiceAssociationStatus.DeleteInProgress)
            .ToLookup(member => member.ServiceNetworkId, member => realm.Of<LatticeService>()[member.ServiceId]),
        realm.Of<ServiceNetworkVpcAssociation>().All
            .Where(member => member.Status is ServiceNetworkVpcAssociationStatus.Active
                or ServiceNetworkVpcAssociationStatus.CreateInProgress
                or ServiceNetworkVpcAssociationStatus.UpdateInProgress
                or ServiceNetworkVpcAssociationStatus.UpdateFailed)
            .ToDictionary(member => member.VpcId, member => realm.Of<ServiceNetwork>()[member.ServiceNetworkId]));

    public ServiceNetwork? NetworkOf(Vpc vpc) => _networkByVpc.GetValueOrDefault(vpc.VpcId);

    /// <summary>The services that can be reached from the VPC, in creation order.</summary>
    public IEnumerable<LatticeService> ReachableFrom(Vpc vpc) => NetworkOf(vpc) is { } network
        ? _servicesByNetwork[network.ServiceNetworkId].OrderBy(service => service.Ordinal)
        : [];
}
