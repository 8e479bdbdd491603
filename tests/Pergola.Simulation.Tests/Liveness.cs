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

            var unfinished = Unfinished(world).ToList();
            if (unfinished.Count == 0)
            {
                return;
            }

            Assert.True(
                world.NextDue is not null, $"Nothing moves, and yet: {string.Join(", ", unfinished)}");
            world.Now = world.NextDue.Value > world.Now ? world.NextDue.Value : world.Now.AddSeconds(1);
        }

        Assert.Fail($"After {TurnsMax} turns: {string.Join(", ", Unfinished(world))}");
    }

    private static IEnumerable<string> Unfinished(World world) =>
        from account in World.Accounts
        let realm = world.Snapshot.In(account)
        from resource in realm.All
        let status = IsPartialForGood(realm, resource) ? null : Status(resource)
        where status is not null
            && (status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) || s_between.Contains(status))
        select $"{resource.GetType().Name} {resource.Id} is {status}";

    // A group stays PARTIAL while one of its children can never be reached.
    private static bool IsPartialForGood(Realm realm, Resource resource) =>
        resource is ServiceNetworkResourceAssociation { Status: "PARTIAL" }
        && realm.Of<ServiceNetworkResourceAssociation>().Under(resource.Id).Any(each => each.Status == "CREATE_FAILED");

    private static readonly HashSet<string> s_between =
    [
        "PROVISIONING", "PENDING", "ACTIVATING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "DRAINING", "INITIAL",
        "pending", "deleting", "Pending", "Deleting", "PARTIAL", "Unseen",
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
        ServiceNetworkResourceAssociation association => association.Status,
        ResourceGateway gateway => gateway.Status,
        ResourceConfiguration configuration => configuration.Status,
        VpcEndpoint endpoint => endpoint.State == VpcEndpointState.Available
            && !endpoint.Resources.All(each => each.Stands) ? "Unseen" : endpoint.State,
        EcsTask task => task.LastStatus,
        EcsService service => service.Status,
        EcsCluster cluster => cluster.Status,
        _ => null,
    };
}
