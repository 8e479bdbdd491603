using Pergola.Api.VpcLattice;
using Pergola.Domain;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateTargetGroup: only the health check can change, and as a whole; the status stays ACTIVE.</summary>
internal static class UpdateTargetGroup
{
    public static Decision<UpdateTargetGroupResponse> Decide(
        UpdateTargetGroupRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<TargetGroup>(
            snapshot.In(given.Scope), request.TargetGroupIdentifier, out var group, out var refusal))
        {
            return refusal;
        }

        if (group.Status != TargetGroupStatus.Active)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        if (group.Type is TargetGroupType.Lambda or TargetGroupType.Alb)
        {
            return LatticeError.Validation.Of(
                "healthCheck", $"Target group {group.Id} has type {group.Type}, which has no health check.");
        }

        if (LatticeError.Validation.OfAll(
            HealthChecks.Faults(group.Config!, request.HealthCheck, "healthCheck")) is { } faulty)
        {
            return faulty;
        }

        var asked = group.Config! with { HealthCheck = request.HealthCheck };
        var updated = group with
        {
            Config = asked with { HealthCheck = HealthChecks.Effective(asked) },
            LastUpdatedAt = given.Now,
        };
        return new Decision<UpdateTargetGroupResponse>.Accept(
            new UpdateTargetGroupResponse
            {
                Id = updated.Id,
                Arn = updated.Arn,
                Name = updated.Name,
                Type = updated.Type,
                Config = updated.Config,
                Status = updated.Status,
            },
            [new Change.Put(given.Scope, updated)]);
    }
}
