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
    public static IEnumerable<Change> Step(Scope scope, Realm realm, NodeReport? report) =>
    [
        .. realm.Of<ResourceGateway>().By(Resource.Unsettled)
            .Where(gateway => HasSeen(report, gateway.SinceRevision))
            .SelectMany(gateway => Gateway(scope, gateway, report!)),
        .. realm.Of<ResourceConfiguration>().By(Resource.Unsettled)
            .SelectMany(configuration => Configuration(scope, realm, configuration, report)),
        .. realm.Of<ServiceNetworkResourceAssociation>().By(Resource.Unsettled)
            .Where(association => HasSeen(report, association.SinceRevision))
            .SelectMany(association => Association(scope, realm, association, report!)),
    ];

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
        Scope scope, Realm realm, ServiceNetworkResourceAssociation association, NodeReport report)
    {
        var children = realm.Of<ServiceNetworkResourceAssociation>().Under(association.Id);
        switch (association.Status)
        {
            case ServiceNetworkResourceAssociationStatus.DeleteInProgress when !children.Any():
                return
                [
                    new Change.Remove(
                        scope, ResourceKinds.For<ServiceNetworkResourceAssociation>(), association.Id),
                ];
            case ServiceNetworkResourceAssociationStatus.CreateInProgress
                when ResourceReach.Failure(realm, association) is { } failure:
                return
                [
                    new Change.Put(scope, association with
                    {
                        Status = ServiceNetworkResourceAssociationStatus.CreateFailed,
                        FailureCode = failure.Code,
                        FailureMessage = failure.Reason,
                    }),
                ];
            case ServiceNetworkResourceAssociationStatus.CreateInProgress or
                ServiceNetworkResourceAssociationStatus.Partial
                when ResourceReach.Stands(realm, association, report) && children.All(HasArrived):
                return
                [
                    new Change.Put(
                        scope, association with { Status = ServiceNetworkResourceAssociationStatus.Active }),
                ];
            default:
                return [];
        }
    }

    private static bool HasArrived(ServiceNetworkResourceAssociation child) =>
        child.Status is ServiceNetworkResourceAssociationStatus.Active
            or ServiceNetworkResourceAssociationStatus.DeleteInProgress;
}
