using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// What one account needs to know of service networks: which of its services are in some, which network each of its
/// VPCs is associated with, and what is in that. Networks and services may be other accounts'.
/// </summary>
internal sealed class NetworkMembers(Snapshot snapshot, Scope scope, CompilerMemory memory)
{
    private readonly Membership _members = Of(snapshot, scope, memory);

    /// <summary>Stands for who is in what: the same object until that changes.</summary>
    public object State => _members;

    /// <summary>Every service of the account that is in a network, once, in creation order.</summary>
    public ImmutableArray<string> ServiceIds => _members.OwnServiceIds;

    /// <summary>The networks with auth policies, with each of the account's services in them.</summary>
    public IEnumerable<(ServiceNetwork Network, LatticeService Service)> Guarded => _members.Guarded
        .Select(member => (member.Network, snapshot.In(scope).Of<LatticeService>()[member.ServiceId]));

    public ServiceNetwork? NetworkOf(Vpc vpc) => _members.NetworkByVpc.GetValueOrDefault(vpc.VpcId);

    /// <summary>The services that can be reached from the VPC, in creation order.</summary>
    public IEnumerable<LatticeService> ReachableFrom(Vpc vpc) =>
        NetworkOf(vpc) is { } network ? In(network).Select(member => member.Service) : [];

    /// <summary>
    /// The services in a network that some VPC of the account reaches, and their associations, in creation order.
    /// </summary>
    public IEnumerable<(string AssociationId, LatticeService Service)> In(ServiceNetwork network) =>
        _members.ServicesByNetwork[network.ServiceNetworkId]
            .Select(member => (member.AssociationId, Service: Service(snapshot, scope, member.ServiceId)))
            .OrderBy(member => member.Service.Ordinal);

    private static Membership Of(Snapshot snapshot, Scope scope, CompilerMemory memory) => memory.Members.Of(
        scope.ToString(),
        [
            .. CompilerMemory.Tables<ServiceNetwork>(snapshot),
            .. CompilerMemory.Tables<ServiceNetworkServiceAssociation>(snapshot),
            .. CompilerMemory.Tables<ServiceNetworkVpcAssociation>(snapshot),
            .. CompilerMemory.Tables<VpcEndpoint>(snapshot),
        ],
        () => Of(snapshot, scope));

    // A service is there before its associations and goes after them, so nothing else of services is looked at.
    private static Membership Of(Snapshot snapshot, Scope scope)
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
        var ofOwnServices = own
            .Select(member => (Member: member, Service: realm.Of<LatticeService>().Find(member.ServiceId)))
            .Where(pair => pair.Service is not null)
            .OrderBy(pair => pair.Service!.Ordinal)
            .ToList();
        return new Membership(
            own.Concat(others).ToLookup(member => member.ServiceNetworkId, member => (member.Id, member.ServiceId)),
            networkByVpc,
            [.. ofOwnServices.Select(pair => pair.Member.ServiceId).Distinct(StringComparer.Ordinal)],
            [
                .. ofOwnServices
                    .Select(pair => (Network: NetworkOf(snapshot, scope, pair.Member), pair.Member.ServiceId))
                    .Where(pair => ServiceAccess.IsGuarded(pair.Network.AuthType))
                    .OrderBy(pair => pair.Network.Ordinal),
            ]);
    }

    private static LatticeService Service(Snapshot snapshot, Scope scope, string id) =>
        Ownership.Get<LatticeService>(snapshot, scope, id);

    private static ServiceNetwork NetworkOf(Snapshot snapshot, Scope scope, LatticeAssociation member) =>
        Ownership.Get<ServiceNetwork>(snapshot, scope, member.ServiceNetworkId);

    private static bool IsThere(LatticeAssociation member) =>
        member.Status != ServiceNetworkServiceAssociationStatus.DeleteInProgress;
}

/// <summary>Who is in what, by ids of services: what one of them is like is not part of it.</summary>
internal sealed record Membership(
    ILookup<string, (string AssociationId, string ServiceId)> ServicesByNetwork,
    Dictionary<string, ServiceNetwork> NetworkByVpc,
    ImmutableArray<string> OwnServiceIds,
    ImmutableArray<(ServiceNetwork Network, string ServiceId)> Guarded);
