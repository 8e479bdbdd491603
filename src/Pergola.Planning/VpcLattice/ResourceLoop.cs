using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Brings the statuses of resource gateways, resource configurations and their associations in line with what the node
/// reports.
/// </summary>
internal static class ResourceLoop
{
    public static IEnumerable<Change> Step(Snapshot snapshot, Scope scope, NodeReport? report)
    {
        var realm = snapshot.In(scope);
        return
        [
            .. realm.Of<ResourceGateway>().By(Resource.Unsettled)
                .Where(gateway => HasSeen(report, gateway.SinceRevision))
                .SelectMany(gateway => Gateway(scope, gateway, report!)),
            .. realm.Of<ResourceConfiguration>().By(Resource.Unsettled)
                .SelectMany(configuration => Configuration(scope, realm, configuration, report)),
            .. realm.Of<ServiceNetworkResourceAssociation>().By(Resource.Unsettled)
                .Where(association => HasSeen(report, association.SinceRevision) && IsLed(realm, association))
                .SelectMany(association => Association(snapshot, scope, association, report!)),
        ];
    }

    // The owner of a configuration knows all that decides about its associations, so its loop leads the other side's.
    private static bool IsLed(Realm realm, ServiceNetworkResourceAssociation association) =>
        realm.Of<ResourceConfiguration>().Find(association.ResourceConfigurationId) is not null;

    private static bool HasSeen(NodeReport? report, long revision) => report is not null && report.Revision >= revision;

    private static IEnumerable<Change> Gateway(Scope scope, ResourceGateway gateway, NodeReport report)
    {
        if (gateway.Status == ResourceGatewayStatus.DeleteInProgress)
        {
            return
            [
                .. gateway.NetworkInterfaceIds
                    .Select(id => new Change.Remove(scope, ResourceKinds.For<NetworkInterface>(), id)),
                new Change.Remove(scope, ResourceKinds.For<ResourceGateway>(), gateway.Id),
            ];
        }

        return report.Vpcs.Contains(gateway.VpcId)
            ? [new Change.Put(scope, gateway with { Status = ResourceGatewayStatus.Active })]
            : [];
    }

    private static IEnumerable<Change> Configuration(
        Scope scope, Realm realm, ResourceConfiguration configuration, NodeReport? report)
    {
        if (configuration.Status == ResourceConfigurationStatus.UpdateInProgress)
        {
            return HasSeen(report, configuration.SinceRevision)
                ? [new Change.Put(scope, configuration with { Status = ResourceConfigurationStatus.Active })]
                : [];
        }

        return configuration.Status == ResourceConfigurationStatus.DeleteInProgress
            && !ConfigurationFamily.AssociationsOf(realm, configuration.Id).Any()
                ? [new Change.Remove(scope, ResourceKinds.For<ResourceConfiguration>(), configuration.Id)]
                : [];
    }

    private static IEnumerable<Change> Association(
        Snapshot snapshot, Scope scope, ServiceNetworkResourceAssociation association, NodeReport report)
    {
        var realm = snapshot.In(scope);
        var children = realm.Of<ServiceNetworkResourceAssociation>().Under(association.Id);
        var configuration = realm.Of<ResourceConfiguration>()[association.ResourceConfigurationId];
        return association.Status switch
        {
            ServiceNetworkResourceAssociationStatus.DeleteInProgress when !children.Any() =>
                AssociationTwins.Remove(scope, association),
            ServiceNetworkResourceAssociationStatus.CreateInProgress
                when ResourceReach.Failure(configuration) is { } failure =>
                AssociationTwins.Change(snapshot, scope, association, each => each with
                {
                    Status = ServiceNetworkResourceAssociationStatus.CreateFailed,
                    FailureCode = failure.Code,
                    FailureMessage = failure.Reason,
                }),
            ServiceNetworkResourceAssociationStatus.CreateInProgress or ServiceNetworkResourceAssociationStatus.Partial
                when ResourceReach.Stands(snapshot, scope, association, report)
                    && Arrived(children) is { } status
                    && status != association.Status =>
                AssociationTwins.Change(snapshot, scope, association, each => each with { Status = status }),
            _ => [],
        };
    }

    // A child that can never arrive leaves its group in the network with the others. Null while one is on its way.
    private static string? Arrived(IEnumerable<ServiceNetworkResourceAssociation> children)
    {
        var statuses = children.Select(child => child.Status).ToHashSet(StringComparer.Ordinal);
        return statuses.Contains(ServiceNetworkResourceAssociationStatus.CreateInProgress) ? null
            : statuses.Contains(ServiceNetworkResourceAssociationStatus.CreateFailed)
                ? ServiceNetworkResourceAssociationStatus.Partial
                : ServiceNetworkResourceAssociationStatus.Active;
    }
}
