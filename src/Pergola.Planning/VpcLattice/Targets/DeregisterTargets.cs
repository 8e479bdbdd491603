using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using ApiTarget = Pergola.Api.VpcLattice.Target;
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

        var changes = ImmutableArray.CreateBuilder<Change>();
        var successful = ImmutableArray.CreateBuilder<ApiTarget>();
        var unsuccessful = ImmutableArray.CreateBuilder<TargetFailure>();
        foreach (var target in request.Targets)
        {
            var port = RegisterTargets.PortOf(group, target);
            if (realm.Of<Target>().Find(Target.Key(group.Id, target.Id, port)) is null)
            {
                unsuccessful.Add(new TargetFailure
                {
                    Id = target.Id,
                    Port = RegisterTargets.Shown(port),
                    FailureCode = "TargetNotFound",
                    FailureMessage = $"{target.Id}:{port} is not registered in {group.Id}.",
                });
                continue;
            }

            changes.AddRange(TargetRegistration.Deregister(
                given.Scope, realm, group.Id, target.Id, port, given.Now, given.Pace));
            successful.Add(new ApiTarget { Id = target.Id, Port = RegisterTargets.Shown(port) });
        }

        return new Decision<DeregisterTargetsResponse>.Accept(
            new DeregisterTargetsResponse
            {
                Successful = successful.ToImmutable(),
                Unsuccessful = unsuccessful.ToImmutable(),
            },
            changes.ToImmutable());
    }
}
