using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>A resource as clients in a network's VPCs reach it: by an association, through a gateway.</summary>
internal sealed record ResourceEntrance(
    ServiceNetworkResourceAssociation Association, ResourceConfiguration Configuration, ResourceGateway Gateway)
{
    public IPAddress Address => IPAddress.Parse(Association.EntryAddress);

    /// <summary>The ports that clients may use; all others are refused.</summary>
    public IEnumerable<(int First, int Last)> Ports => Configuration.PortRanges.Select(PortRanges.Read);

    /// <summary>
    /// The resources of a network that can be reached, in the order of their associations. A group is none by itself.
    /// </summary>
    public static IEnumerable<ResourceEntrance> Of(Snapshot snapshot, ServiceNetwork network)
    {
        var realm = snapshot.In(Ownership.Of(network));
        return
            from association in realm.Of<ServiceNetworkResourceAssociation>().By(network.Id)
            where association.ServiceNetworkId == network.Id
                && association.Status is ServiceNetworkResourceAssociationStatus.CreateInProgress
                    or ServiceNetworkResourceAssociationStatus.Active
            let configuration = Ownership.Get<ResourceConfiguration>(
                snapshot, Ownership.Of(network), association.ResourceConfigurationId)
            where configuration.Definition is not null && ResourceReach.Failure(configuration) is null
            select new ResourceEntrance(
                association,
                configuration,
                snapshot.In(Ownership.Of(configuration)).Of<ResourceGateway>()[configuration.ResourceGatewayId]);
    }
}
