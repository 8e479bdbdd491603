using System.Diagnostics;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.VpcLattice;

/// <summary>The VPC endpoints that lead to a service network or a resource configuration.</summary>
internal static class VpcEndpoints
{
    /// <summary>
    /// Those of every account of the region that lead there, whatever their state, in creation order.
    /// </summary>
    public static IEnumerable<(Scope Owner, VpcEndpoint Endpoint)> To(
        Snapshot snapshot, string region, string targetId) => snapshot.Realms
            .Where(realm => realm.Key.Region == region)
            .SelectMany(realm => realm.Value.Of<VpcEndpoint>().By(targetId).Select(each => (realm.Key, each)))
            .OrderBy(entry => entry.each.Ordinal);

    /// <summary>Their ids, for a message.</summary>
    public static IEnumerable<string> IdsTo(Snapshot snapshot, string region, string targetId) =>
        To(snapshot, region, targetId).Select(entry => entry.Endpoint.VpcEndpointId);

    /// <summary>True while clients should get through.</summary>
    public static bool Serves(VpcEndpoint endpoint) =>
        endpoint.State is VpcEndpointState.Pending or VpcEndpointState.Available && endpoint.TargetId is not null;

    /// <summary>Where what an endpoint leads to is kept.</summary>
    public static Scope OwnerOfTarget(VpcEndpoint endpoint) => Arn.TryParse(endpoint.TargetArn, out var arn)
        ? new Scope(arn.Account, arn.Region)
        : throw new UnreachableException($"'{endpoint.TargetArn}' is no ARN.");
}
