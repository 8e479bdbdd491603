using Pergola.Domain;
using Pergola.Planning;
using Pergola.Planning.Dataplane;

namespace Pergola.Conformance.Tests;

/// <summary>A node for which everything that is desired is already true.</summary>
internal static class ObedientNode
{
    public static NodeReport Report(Snapshot snapshot)
    {
        var desired = NodeCompiler.Compile(snapshot);
        return new NodeReport(
            desired.Revision,
            Vpcs: [.. desired.Fabric.Vpcs.Select(vpc => vpc.VpcId)],
            Interfaces: [.. desired.Fabric.Vpcs.SelectMany(vpc => vpc.Interfaces).Select(each => each.InterfaceId)],
            Tasks: [],
            Targets: [.. desired.Dataplane.TargetGroups.SelectMany(Targets)],
            Failures: []);
    }

    private static IEnumerable<TargetReport> Targets(TargetGroupEntry group) => group.Targets.Select(target =>
        new TargetReport(group.TargetGroupId, target.Address, target.Port, TargetHealth.Healthy, InFlight: 0));
}
