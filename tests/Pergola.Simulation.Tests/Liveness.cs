using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Simulation.Tests;

/// <summary>What must become true once nothing breaks any more.</summary>
internal static class Liveness
{
    /// <summary>Far more turns than any chain of statuses and waits is long.</summary>
    private const int TurnsMax = 400;

    /// <summary>
    /// Loops and node take turns, and time passes where only time can help, until nothing is under way.
    /// </summary>
    public static void Settle(World world, int step)
    {
        for (var turn = 0; turn < TurnsMax; turn++)
        {
            var before = world.Snapshot.Revision;
            world.Loop();
            world.Node.Work(world.Snapshot, step);
            world.Node.Deliver(step);
            world.Loop();
            Safety.Check(world);
            if (world.Snapshot.Revision != before)
            {
                continue;
            }

            var unfinished = Unfinished(world.Realm).ToList();
            if (unfinished.Count == 0)
            {
                return;
            }

            Assert.True(
                world.NextDue is not null, $"Nothing moves, and yet: {string.Join(", ", unfinished)}");
            world.Now = world.NextDue.Value > world.Now ? world.NextDue.Value : world.Now.AddSeconds(1);
        }

        Assert.Fail($"After {TurnsMax} turns: {string.Join(", ", Unfinished(world.Realm))}");
    }

    private static IEnumerable<string> Unfinished(Realm realm) =>
        from resource in realm.All
        let status = Status(resource)
        where status is not null
            && (status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) || s_between.Contains(status))
        select $"{resource.GetType().Name} {resource.Id} is {status}";

    private static readonly HashSet<string> s_between =
    [
        "PROVISIONING", "PENDING", "ACTIVATING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "DRAINING", "INITIAL",
        "pending", "deleting",
    ];

    private static string? Status(Resource resource) => resource switch
    {
        Vpc vpc => vpc.Available ? null : "pending",
        NatGateway gateway => gateway.State,
        LatticeService service => service.Status,
        TargetGroup group => group.Status,
        Target target => target.Status,
        ServiceNetworkServiceAssociation association => association.Status,
        ServiceNetworkVpcAssociation association => association.Status,
        EcsTask task => task.LastStatus,
        EcsService service => service.Status,
        EcsCluster cluster => cluster.Status,
        _ => null,
    };
}
