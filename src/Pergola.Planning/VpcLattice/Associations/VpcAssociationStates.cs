using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// The states of associations of VPCs. ACTIVE means that the node resolves and listens in the VPC; what it goes on
/// failing at becomes CREATE_FAILED or UPDATE_FAILED with its reason. AWS publishes no list of failure codes.
/// </summary>
internal static class VpcAssociationStates
{
    public const string FailureCode = "DataPlaneFailure";

    /// <summary>The node tries again every second; what fails for so long does not mend by itself.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public static LoopStep Step(Scope scope, Realm realm, NodeReport? report, DateTimeOffset now)
    {
        var associations = realm.Of<ServiceNetworkVpcAssociation>().By(Resource.Unsettled);
        if (report is null || !associations.Any())
        {
            return LoopStep.Quiet;
        }

        var standing = report.Vpcs.ToHashSet(StringComparer.Ordinal);
        var failures = report.Failures.ToLookup(
            failure => failure.Name, failure => failure.Value, StringComparer.Ordinal);
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var association in associations.Where(one => report.Revision >= one.SinceRevision))
        {
            if (association.Status == ServiceNetworkVpcAssociationStatus.DeleteInProgress)
            {
                changes.Add(new Change.Remove(
                    scope, ResourceKinds.For<ServiceNetworkVpcAssociation>(), association.Id));
                continue;
            }

            var next = Next(
                association,
                standing.Contains(association.VpcId),
                failures[association.VpcId].FirstOrDefault(),
                now);
            if (next != association)
            {
                changes.Add(new Change.Put(scope, next));
            }

            due = LoopStep.Earlier(due, IsPending(next) ? next.FailingSince + Patience : null);
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    private static bool IsPending(ServiceNetworkVpcAssociation association) =>
        association.Status is ServiceNetworkVpcAssociationStatus.CreateInProgress
            or ServiceNetworkVpcAssociationStatus.UpdateInProgress;

    // A failed creation stays failed, because nothing is served for it any more; a failed update is still served, and
    // is mended when the VPC stands again.
    private static ServiceNetworkVpcAssociation Next(
        ServiceNetworkVpcAssociation association, bool stands, string? failure, DateTimeOffset now)
    {
        if (association.Status == ServiceNetworkVpcAssociationStatus.CreateFailed)
        {
            return association;
        }

        if (stands)
        {
            return association with
            {
                Status = ServiceNetworkVpcAssociationStatus.Active,
                FailingSince = null,
                FailureCode = null,
                FailureMessage = null,
            };
        }

        if (!IsPending(association) || failure is null)
        {
            return association with { FailingSince = null };
        }

        if (association.FailingSince is not { } since)
        {
            return association with { FailingSince = now };
        }

        return since + Patience > now ? association : association with
        {
            Status = association.Status == ServiceNetworkVpcAssociationStatus.CreateInProgress
                ? ServiceNetworkVpcAssociationStatus.CreateFailed
                : ServiceNetworkVpcAssociationStatus.UpdateFailed,
            FailingSince = null,
            FailureCode = FailureCode,
            FailureMessage = $"{association.VpcId}: {failure}",
        };
    }
}
