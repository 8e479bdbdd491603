using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Brings the states of VPCs and NAT gateways in line with what the node reports: nothing is available before its
/// packets would pass, nothing is deleted before the node was told and reported back. (A VPC whose network fails
/// does not hold up the deletion of what is in it.)
/// </summary>
public static class NetworkLoop
{
    /// <summary>How long AWS shows a deleted NAT gateway.</summary>
    public static TimeSpan DeletedNatGatewayShown { get; } = TimeSpan.FromHours(1);

    /// <summary>One pass.</summary>
    public static LoopStep Step(Snapshot snapshot, NodeReport? report, LoopGiven given)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        var vpcs = (report?.Vpcs ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var (scope, realm) in snapshot.Realms)
        {
            changes.AddRange(realm.Of<Vpc>().All
                .Where(vpc => !vpc.Available && vpcs.Contains(vpc.VpcId))
                .Select(vpc => new Change.Put(scope, vpc with { Available = true })));
            foreach (var gateway in realm.Of<NatGateway>().All)
            {
                due = LoopStep.Earlier(due, gateway.DeletedAt + DeletedNatGatewayShown);
                changes.AddRange(StepNatGateway(scope, realm, gateway, report, given.Now));
            }
        }

        return new LoopStep(changes.ToImmutable(), due > given.Now ? due : null);
    }

    private static ImmutableArray<Change> StepNatGateway(
        Scope scope, Realm realm, NatGateway gateway, NodeReport? report, DateTimeOffset now)
    {
        var applied = report is not null && report.Revision >= gateway.AwaitedRevision;
        return gateway.State switch
        {
            NatGatewayState.Pending when applied && report!.Vpcs.Contains(gateway.VpcId) =>
                [new Change.Put(scope, gateway with { State = NatGatewayState.Available })],
            NatGatewayState.Deleting when applied => Deleted(scope, realm, gateway, now),
            NatGatewayState.Deleted when gateway.DeletedAt + DeletedNatGatewayShown <= now =>
                [new Change.Remove(scope, ResourceKinds.For<NatGateway>(), gateway.NatGatewayId)],
            _ => [],
        };
    }

    // Subnet, address and internet gateway are deleted at once when a client sees 'deleted': nothing may linger.
    private static ImmutableArray<Change> Deleted(Scope scope, Realm realm, NatGateway gateway, DateTimeOffset now)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        changes.Add(new Change.Put(scope, gateway with { State = NatGatewayState.Deleted, DeletedAt = now }));
        changes.Add(new Change.Remove(scope, ResourceKinds.For<NetworkInterface>(), gateway.NetworkInterfaceId));
        if (realm.Of<ElasticIp>().Find(gateway.AllocationId) is { } address
            && address.NetworkInterfaceId == gateway.NetworkInterfaceId)
        {
            changes.Add(new Change.Put(scope, address.Disassociated()));
        }

        return changes.ToImmutable();
    }
}
