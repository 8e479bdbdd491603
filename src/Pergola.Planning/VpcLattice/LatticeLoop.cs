using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>Brings the statuses of Lattice's resources in line with what the node reports.</summary>
public static class LatticeLoop
{
    /// <summary>One pass over all accounts and regions.</summary>
    /// <param name="report">The newest report; null before the node's first: nothing of it is true then.</param>
    public static LoopStep Step(Snapshot snapshot, NodeReport? report, LoopGiven given)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var (scope, realm) in snapshot.Realms)
        {
            changes.AddRange(Services(scope, realm));
            changes.AddRange(TargetGroups(scope, realm));
            changes.AddRange(ServiceAssociations(scope, realm, report));
            var vpcs = VpcAssociationStates.Step(scope, realm, report, given.Now);
            changes.AddRange(vpcs.Changes);
            changes.AddRange(ResourceLoop.Step(snapshot, scope, report));
            var endpoints = EndpointLoop.Step(snapshot, scope, report, given.Now);
            changes.AddRange(endpoints.Changes);
            var domains = DomainVerificationLoop.Step(snapshot, scope, report, given.Now);
            changes.AddRange(domains.Changes);
            var targets = TargetStates.Step(scope, realm, snapshot.Revision, report, given);
            changes.AddRange(targets.Changes);
            var tokens = ClientTokens(scope, realm, given.Now);
            changes.AddRange(tokens.Changes);
            due = LoopStep.Earlier(due, LoopStep.Earlier(vpcs.NextDue, endpoints.NextDue));
            due = LoopStep.Earlier(due, LoopStep.Earlier(targets.NextDue, tokens.NextDue));
            due = LoopStep.Earlier(due, domains.NextDue);
        }

        given.Memory.Targets.Turn();
        return new LoopStep(changes.ToImmutable(), due);
    }

    // A service without associations needs nothing of the machine, neither to live nor to go.
    private static IEnumerable<Change> Services(Scope scope, Realm realm)
    {
        foreach (var service in realm.Of<LatticeService>().By(Resource.Unsettled))
        {
            if (service.Status == ServiceStatus.CreateInProgress)
            {
                yield return new Change.Put(scope, service with { Status = ServiceStatus.Active });
            }
            else if (service.Status == ServiceStatus.DeleteInProgress)
            {
                yield return new Change.Remove(scope, ResourceKinds.For<LatticeService>(), service.Id);
            }
        }
    }

    private static IEnumerable<Change> TargetGroups(Scope scope, Realm realm)
    {
        foreach (var group in realm.Of<TargetGroup>().By(Resource.Unsettled))
        {
            if (group.Status == TargetGroupStatus.CreateInProgress)
            {
                yield return new Change.Put(scope, group with { Status = TargetGroupStatus.Active });
            }
            else if (group.Status == TargetGroupStatus.DeleteInProgress)
            {
                yield return new Change.Remove(scope, ResourceKinds.For<TargetGroup>(), group.Id);
            }
        }
    }

    private static IEnumerable<Change> ServiceAssociations(Scope scope, Realm realm, NodeReport? report)
    {
        foreach (var association in realm.Of<ServiceNetworkServiceAssociation>().By(Resource.Unsettled))
        {
            if (report is null || report.Revision < association.SinceRevision)
            {
                continue;
            }

            if (association.Status == ServiceNetworkServiceAssociationStatus.CreateInProgress)
            {
                yield return new Change.Put(
                    scope, association with { Status = ServiceNetworkServiceAssociationStatus.Active });
            }
            else if (association.Status == ServiceNetworkServiceAssociationStatus.DeleteInProgress)
            {
                yield return new Change.Remove(
                    scope, ResourceKinds.For<ServiceNetworkServiceAssociation>(), association.Id);
            }
        }
    }

    // All live equally long, so the first that was used is the first to go.
    private static LoopStep ClientTokens(Scope scope, Realm realm, DateTimeOffset now)
    {
        var tokens = realm.Of<ClientTokenUse>().All;
        return new LoopStep(
            [.. tokens.TakeWhile(token => token.ExpiresAt <= now)
                .Select(token => new Change.Remove(scope, ResourceKinds.For<ClientTokenUse>(), token.Id))],
            tokens.FirstOrDefault(token => token.ExpiresAt > now)?.ExpiresAt);
    }
}
