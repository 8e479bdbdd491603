using Pergola.Api.VpcLattice;
using Pergola.Domain;
using ApiTarget = Pergola.Api.VpcLattice.Target;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>RegisterTargets: each target succeeds or fails by itself; one that is there already succeeds.</summary>
internal static class RegisterTargets
{
    public static Decision<RegisterTargetsResponse> Decide(
        RegisterTargetsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<TargetGroup>(realm, request.TargetGroupIdentifier, out var group, out var refusal))
        {
            return refusal;
        }

        if (group.Status != TargetGroupStatus.Active)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        // Those that are registered already, as controllers send them again and again, need no new place.
        var keys = realm.Of<Target>().Under(group.Id).Select(target => target.Id)
            .Union(request.Targets.Select(target => Target.Key(group.Id, target.Id, PortOf(group, target))));
        if (LatticeQuota.Targets.RefuseTotal<TargetGroup>(given, keys.Count(), group.Id) is { } full)
        {
            return full;
        }

        var admission = new TargetAdmission(given.Scope, realm, group);
        var outcomes = new TargetOutcomes();
        foreach (var target in request.Targets)
        {
            var port = PortOf(group, target);
            if (admission.Refuse(target.Id, target.Port) is { } reason)
            {
                outcomes.Fail(target.Id, port, "UnsupportedTarget", reason);
            }
            else
            {
                outcomes.Succeed(target.Id, port, TargetRegistration.Register(
                    given.Scope, realm, group, target.Id, port, null, given.Now));
            }
        }

        return new Decision<RegisterTargetsResponse>.Accept(
            new RegisterTargetsResponse { Successful = outcomes.Successful, Unsuccessful = outcomes.Unsuccessful },
            outcomes.Changes);
    }

    /// <summary>The port of a target: its own, else the group's; 0 for functions.</summary>
    public static int PortOf(TargetGroup group, ApiTarget target) => target.Port ?? group.Config?.Port ?? 0;
}
