using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using VpcEndpoint = Pergola.Domain.Network.VpcEndpoint;
using VpcEndpointKind = Pergola.Domain.Network.VpcEndpointKind;
using VpcEndpointState = Pergola.Domain.Network.VpcEndpointState;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// The states of VPC endpoints. Available means that the node listens at the endpoint's addresses and resolves its
/// names; a deleted one is gone, with its interfaces, once the node has let go.
/// </summary>
internal static class EndpointLoop
{
    public const string FailureCode = "DataPlaneFailure";

    public static LoopStep Step(Snapshot snapshot, Scope scope, NodeReport? report, DateTimeOffset now)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var kept in snapshot.In(scope).Of<VpcEndpoint>().All)
        {
            // An endpoint takes the addresses that the one before it left over.
            var step = Step(snapshot, scope, kept, report, now);
            changes.AddRange(step.Changes);
            due = LoopStep.Earlier(due, step.NextDue);
            snapshot = step.Changes.IsEmpty ? snapshot : snapshot.Preview(step.Changes);
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    private static LoopStep Step(
        Snapshot snapshot, Scope scope, VpcEndpoint endpoint, NodeReport? report, DateTimeOffset now)
    {
        if (endpoint.State == VpcEndpointState.Deleting)
        {
            return HasSeen(report, endpoint.SinceRevision)
                ? new LoopStep([.. Removal(snapshot, scope, endpoint)], null)
                : LoopStep.Quiet;
        }

        var moved = EndpointAddresses.Step(snapshot, scope, endpoint);
        if (!moved.IsEmpty)
        {
            return new LoopStep(moved, null);
        }

        var next = Settled(Next(snapshot, endpoint, report, now), report);
        return new LoopStep(
            next == endpoint ? [] : [new Change.Put(scope, next)],
            next.State == VpcEndpointState.Pending ? next.FailingSince + VpcAssociationStates.Patience : null);
    }

    /// <summary>The changes that remove an endpoint with all that is its own.</summary>
    private static IEnumerable<Change> Removal(Snapshot snapshot, Scope scope, VpcEndpoint endpoint)
    {
        var owner = VpcEndpoints.OwnerOfTarget(endpoint);
        return
        [
            .. endpoint.NetworkInterfaceIds
                .Select(id => new Change.Remove(scope, ResourceKinds.For<NetworkInterface>(), id)),
            .. snapshot.In(owner).Of<ResourceEndpointAssociation>().By(endpoint.VpcEndpointId)
                .Select(each => new Change.Remove(
                    owner, ResourceKinds.For<ResourceEndpointAssociation>(), each.Id)),
            new Change.Remove(scope, ResourceKinds.For<VpcEndpoint>(), endpoint.VpcEndpointId),
        ];
    }

    private static VpcEndpoint Next(
        Snapshot snapshot, VpcEndpoint endpoint, NodeReport? report, DateTimeOffset now)
    {
        if (endpoint.State != VpcEndpointState.Pending)
        {
            return endpoint;
        }

        if (NeverWorks(snapshot, endpoint) is { } never)
        {
            return Failed(endpoint, never.Code, never.Reason);
        }

        if (!HasSeen(report, endpoint.SinceRevision))
        {
            return endpoint;
        }

        if (report!.Vpcs.Contains(endpoint.VpcId))
        {
            return endpoint with { State = VpcEndpointState.Available, FailingSince = null };
        }

        if (report.Failures.FirstOrDefault(each => each.Name == endpoint.VpcId)?.Value is not { } failure)
        {
            return endpoint with { FailingSince = null };
        }

        return endpoint.FailingSince is not { } since ? endpoint with { FailingSince = now }
            : since + VpcAssociationStates.Patience > now ? endpoint
            : Failed(endpoint, FailureCode, $"{endpoint.VpcId}: {failure}");
    }

    private static VpcEndpoint Failed(VpcEndpoint endpoint, string code, string reason) => endpoint with
    {
        State = VpcEndpointState.Failed,
        FailingSince = null,
        FailureCode = code,
        FailureMessage = reason,
    };

    private static VpcEndpoint Settled(VpcEndpoint endpoint, NodeReport? report)
    {
        var stands = endpoint.State == VpcEndpointState.Available
            && report is not null && report.Vpcs.Contains(endpoint.VpcId);
        return !stands || endpoint.Resources.All(each => each.Stands || each.SinceRevision > report!.Revision)
            ? endpoint
            : endpoint with
            {
                Resources =
                [
                    .. endpoint.Resources.Select(each =>
                        each with { Stands = each.Stands || each.SinceRevision <= report!.Revision }),
                ],
            };
    }

    private static (string Code, string Reason)? NeverWorks(Snapshot snapshot, VpcEndpoint endpoint) =>
        endpoint is { EndpointType: VpcEndpointKind.Resource, TargetId: { } id }
            ? ResourceReach.Failure(snapshot.In(VpcEndpoints.OwnerOfTarget(endpoint)).Of<ResourceConfiguration>()[id])
            : null;

    private static bool HasSeen(NodeReport? report, long revision) => report is not null && report.Revision >= revision;
}
