using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteTargetGroup: refused while a rule forwards to it or targets are registered. Targets that ECS is draining do
/// not hinder it: their tasks are gone already, and Terraform would fail at the conflict.
/// </summary>
internal static class DeleteTargetGroup
{
    public static Decision<DeleteTargetGroupResponse> Decide(
        DeleteTargetGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<TargetGroup>(realm, request.TargetGroupIdentifier, out var group, out var refusal))
        {
            return refusal;
        }

        if (Refuse(realm, group) is { } blocked)
        {
            return blocked;
        }

        var leaving = group with { Status = TargetGroupStatus.DeleteInProgress, LastUpdatedAt = given.Now };
        ImmutableArray<Change> changes = group.Status == TargetGroupStatus.DeleteInProgress
            ? []
            :
            [
                .. realm.Of<Target>().Under(group.Id)
                    .Select(target => new Change.Remove(given.Scope, ResourceKinds.For<Target>(), target.Id)),
                new Change.Put(given.Scope, leaving),
            ];
        return new Decision<DeleteTargetGroupResponse>.Accept(
            new DeleteTargetGroupResponse { Id = leaving.Id, Arn = leaving.Arn, Status = leaving.Status }, changes);
    }

    private static LatticeError? Refuse(Realm realm, TargetGroup group)
    {
        if (group.Status == TargetGroupStatus.CreateInProgress)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        return LatticeError.Conflict.Blocked<TargetGroup>(
            group.Id,
            $"Target group {group.Id}",
            ("is in use by", TargetGroupUse.RulesOf(realm, group.Id)
                .Select(rule => $"{(rule.IsDefault ? rule.ListenerId : rule.RuleId)} of service {rule.ServiceId}")),
            ("has registered targets", realm.Of<Target>().Under(group.Id)
                .Where(target => target.Status != TargetStatus.Draining || target.OwnerTaskArn is null)
                .Select(target => $"{TargetOutcomes.NameOf(target.TargetId, target.Port)} ({target.Status})")));
    }
}
