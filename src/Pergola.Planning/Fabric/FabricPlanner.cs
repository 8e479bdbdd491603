using Pergola.Core;
using Pergola.Machine.Network;

namespace Pergola.Planning.Fabric;

/// <summary>From the network that should be and the network that is to the steps between. Pure.</summary>
public static class FabricPlanner
{
    /// <summary>
    /// The steps in an order that is safe at each point: what must go goes first, so that addresses are free; rules
    /// stand before an interface can carry traffic. Empty when nothing differs.
    /// </summary>
    public static ValueList<FabricOp> Plan(FabricSpec desired, FabricState observed)
    {
        var wanted = desired.Vpcs.Select(vpc => vpc.VpcId).ToHashSet();
        var present = observed.Vpcs.ToDictionary(vpc => vpc.VpcId);
        var plan = new List<FabricOp>();
        plan.AddRange(observed.Vpcs
            .Where(vpc => !wanted.Contains(vpc.VpcId))
            .Select(vpc => new FabricOp.RemoveVpc(vpc.VpcId)));

        foreach (var vpc in desired.Vpcs)
        {
            PlanVpc(vpc, present.GetValueOrDefault(vpc.VpcId), plan);
        }

        return [.. plan];
    }

    private static void PlanVpc(VpcSpec vpc, VpcState? present, List<FabricOp> plan)
    {
        if (present is null || present.Fingerprint != FabricFingerprint.Of(vpc))
        {
            plan.Add(new FabricOp.EnsureVpc(vpc));
        }

        var wanted = vpc.Interfaces.Where(each => each.Sandbox is not null).ToList();
        var wantedIds = wanted.Select(each => each.InterfaceId).ToHashSet();
        var plugged = (present?.Interfaces ?? []).ToDictionary(each => each.InterfaceId, each => each.Fingerprint);
        plan.AddRange(plugged.Keys
            .Where(id => !wantedIds.Contains(id))
            .Select(id => new FabricOp.RemoveInterface(vpc.VpcId, id)));

        if (present is null || present.RulesFingerprint != FabricFingerprint.OfRules(vpc))
        {
            plan.Add(new FabricOp.EnsureRules(vpc));
        }

        plan.AddRange(wanted
            .Where(each => plugged.GetValueOrDefault(each.InterfaceId) != FabricFingerprint.Of(vpc, each))
            .Select(each => new FabricOp.EnsureInterface(vpc, each)));
    }
}
