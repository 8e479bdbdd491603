using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles what one node's proxy, health checker and resolvers need from a snapshot.</summary>
public static class DataplaneCompiler
{
    /// <summary>
    /// The table of a snapshot, over all accounts and regions; equal snapshots make equal tables. What an association
    /// in DELETE_IN_PROGRESS gave is no longer in it.
    /// </summary>
    /// <param name="memory">What the last compilation made; null begins without.</param>
    public static DataplaneTable Compile(Snapshot snapshot, CompilerMemory? memory = null)
    {
        memory ??= new CompilerMemory();
        var vpcs = new List<VpcEntry>();
        var services = new List<ServiceEntry>();
        var groups = new List<TargetGroupEntry>();
        foreach (var (scope, realm) in snapshot.Realms
            .OrderBy(entry => entry.Key.Account, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Region, StringComparer.Ordinal))
        {
            var networks = NetworkMembers.Of(snapshot, scope, memory);
            vpcs.AddRange(realm.Of<Vpc>().All
                .Select(vpc => VpcCompiler.Compile(snapshot, scope, vpc, networks, memory)));
            services.AddRange(Services(snapshot, realm, networks, memory));
            groups.AddRange(TargetGroupCompiler.Compile(realm, memory));
        }

        var sessions = SessionCompiler.Compile(snapshot, memory);
        memory.Turn();
        return new DataplaneTable(snapshot.Revision, [.. vpcs], [.. services], [.. groups])
        {
            Sessions = sessions,
            TxtNames = [.. snapshot.Realms
                .SelectMany(entry => VpcLattice.DomainVerificationLoop.Watched(entry.Value))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<ServiceEntry> Services(
        Snapshot snapshot, Realm realm, NetworkMembers networks, CompilerMemory memory)
    {
        var plain = networks.Services.ToDictionary(
            service => service.ServiceId,
            service => ServiceCompiler.Compile(snapshot, realm, service, memory),
            StringComparer.Ordinal);
        return
        [
            .. networks.Services.Select(service => plain[service.ServiceId]),
            .. networks.Guarded.Select(member => ServiceCompiler.CompileIn(
                snapshot, member.Network, member.Service, plain[member.Service.ServiceId], memory)),
        ];
    }
}

/// <summary>
/// What one account needs to know of service networks: which of its services are in some, which network each of its
/// VPCs is associated with, and what is in that. Networks and services may be other accounts'.
/// </summary>
internal sealed class NetworkMembers
{
    private readonly ILookup<string, (string AssociationId, LatticeService Service)> _servicesByNetwork;
    private readonly Dictionary<string, ServiceNetwork> _networkByVpc;
    private readonly ImmutableArray<(ServiceNetwork Network, LatticeService Service)> _own;

    private NetworkMembers(
        ILookup<string, (string AssociationId, LatticeService Service)> servicesByNetwork,
        Dictionary<string, ServiceNetwork> networkByVpc,
        ImmutableArray<(ServiceNetwork Network, LatticeService Service)> own)
    {
        _servicesByNetwork = servicesByNetwork;
        _networkByVpc = networkByVpc;
        _own = own;
        Services =
        [
            .. own.Select(member => member.Service)
                .DistinctBy(service => service.ServiceId)
                .OrderBy(service => service.Ordinal),
        ];
    }

    /// <summary>Every service of the account that is in a network, once, in creation order.</summary>
    public ImmutableArray<LatticeService> Services { get; }

    /// <summary>The networks with auth policies, with each of the account's services in them.</summary>
    public IEnumerable<(ServiceNetwork Network, LatticeService Service)> Guarded => _own
        .Where(member => ServiceAccess.IsGuarded(member.Network.AuthType))
        .OrderBy(member => member.Network.Ordinal)
        .ThenBy(member => member.Service.Ordinal);

    public static NetworkMembers Of(Snapshot snapshot, Scope scope, CompilerMemory memory) => memory.Networks.Of(
        scope.ToString(),
        [
            .. CompilerMemory.Tables<ServiceNetwork>(snapshot),
            .. CompilerMemory.Tables<LatticeService>(snapshot),
            .. CompilerMemory.Tables<ServiceNetworkServiceAssociation>(snapshot),
            .. CompilerMemory.Tables<ServiceNetworkVpcAssociation>(snapshot),
            .. CompilerMemory.Tables<VpcEndpoint>(snapshot),
        ],
        () => Of(snapshot, scope));

    private static NetworkMembers Of(Snapshot snapshot, Scope scope)
    {
        var realm = snapshot.In(scope);
        var networkByVpc = realm.Of<ServiceNetworkVpcAssociation>().All
            .Where(member => member.Status is ServiceNetworkVpcAssociationStatus.Active
                or ServiceNetworkVpcAssociationStatus.CreateInProgress
                or ServiceNetworkVpcAssociationStatus.UpdateInProgress
                or ServiceNetworkVpcAssociationStatus.UpdateFailed)
            .ToDictionary(member => member.VpcId, member => NetworkOf(snapshot, scope, member));
        var own = realm.Of<ServiceNetworkServiceAssociation>().All.Where(IsThere).ToList();
        var behindEndpoints = realm.Of<VpcEndpoint>().All
            .Where(endpoint => endpoint.EndpointType == VpcEndpointKind.ServiceNetwork && VpcEndpoints.Serves(endpoint))
            .Select(endpoint => Ownership.Get<ServiceNetwork>(snapshot, scope, endpoint.TargetId!));
        var others = networkByVpc.Values.Concat(behindEndpoints).DistinctBy(network => network.Id)
            .Where(network => Ownership.Of(network) != scope)
            .SelectMany(network => Associations.ServicesOf(snapshot.In(Ownership.Of(network)), network.Id))
            .Where(member => IsThere(member) && realm.Of<ServiceNetworkServiceAssociation>().Find(member.Id) is null);
        return new NetworkMembers(
            own.Concat(others).ToLookup(
                member => member.ServiceNetworkId,
                member => (member.Id, Ownership.Get<LatticeService>(snapshot, scope, member.ServiceId))),
            networkByVpc,
            [
                .. own.Where(member => realm.Of<LatticeService>().Find(member.ServiceId) is not null)
                    .Select(member => (
                        NetworkOf(snapshot, scope, member), realm.Of<LatticeService>()[member.ServiceId])),
            ]);
    }

    public ServiceNetwork? NetworkOf(Vpc vpc) => _networkByVpc.GetValueOrDefault(vpc.VpcId);

    /// <summary>The services that can be reached from the VPC, in creation order.</summary>
    public IEnumerable<LatticeService> ReachableFrom(Vpc vpc) =>
        NetworkOf(vpc) is { } network ? In(network).Select(member => member.Service) : [];

    /// <summary>
    /// The services in a network that some VPC of the account reaches, and their associations, in creation order.
    /// </summary>
    public IEnumerable<(string AssociationId, LatticeService Service)> In(ServiceNetwork network) =>
        _servicesByNetwork[network.ServiceNetworkId].OrderBy(member => member.Service.Ordinal);

    private static ServiceNetwork NetworkOf(Snapshot snapshot, Scope scope, LatticeAssociation member) =>
        Ownership.Get<ServiceNetwork>(snapshot, scope, member.ServiceNetworkId);

    private static bool IsThere(LatticeAssociation member) =>
        member.Status != ServiceNetworkServiceAssociationStatus.DeleteInProgress;
}
