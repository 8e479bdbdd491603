using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeregisterTargets: targets drain, and vanish when their requests are answered or time is up.</summary>
internal static class DeregisterTargets
{
    public static Decision<DeregisterTargetsResponse> Decide(
        DeregisterTargetsRequest request, Snapshot snapshot, Given given)
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

        var outcomes = new TargetOutcomes();
        foreach (var target in request.Targets)
        {
            var port = RegisterTargets.PortOf(group, target);
            if (realm.Of<Target>().Find(Target.Key(group.Id, target.Id, port)) is null)
            {
                var name = TargetOutcomes.NameOf(target.Id, port);
                outcomes.Fail(target.Id, port, "TargetNotFound", $"{name} is not registered in {group.Id}.");
            }
            else
            {
                outcomes.Succeed(target.Id, port, TargetRegistration.Deregister(
                    given.Scope, realm, group.Id, target.Id, port, given.Now, given.Pace));
            }
        }

        return new Decision<DeregisterTargetsResponse>.Accept(
            new DeregisterTargetsResponse { Successful = outcomes.Successful, Unsuccessful = outcomes.Unsuccessful },
            outcomes.Changes);
    }
}
