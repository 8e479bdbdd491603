using Pergola.Api.VpcLattice;
using Pergola.Domain;
using ApiTarget = Pergola.Api.VpcLattice.Target;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>ListTargets: all targets of a group, or those named; a name without a port takes every port.</summary>
internal static class ListTargets
{
    public static Decision<ListTargetsResponse> Decide(ListTargetsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<TargetGroup>(
                realm, request.TargetGroupIdentifier, out var group, out var refusal)
            || !Page<Target>.TryCut(
                VpcLatticeApi.ListTargets,
                request,
                given,
                realm.Of<Target>().Under(group.Id).Where(target => IsWanted(request.Targets, target)),
                out var page,
                out refusal))
        {
            return refusal;
        }

        return new ListTargetsResponse { Items = [.. page.Resources.Select(Summary)], NextToken = page.NextToken };
    }

    private static bool IsWanted(IReadOnlyList<ApiTarget>? wanted, Target target) =>
        wanted is not { Count: > 0 }
        || wanted.Any(name => name.Id == target.TargetId && (name.Port is null || name.Port == target.Port));

    private static TargetSummary Summary(Target target) => new()
    {
        Id = target.TargetId,
        Port = TargetOutcomes.Shown(target.Port),
        Status = target.Status,
        ReasonCode = target.ReasonCode,
    };
}
