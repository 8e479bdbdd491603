using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Simulation.Tests.Clients;
using Xunit.Sdk;

namespace Pergola.Simulation.Tests;

/// <summary>
/// One run: clients and faults first, with every safety promise checked at each step; then nothing breaks any more and
/// everything must come to rest; then everything is deleted and nothing may stay.
/// </summary>
internal static class Simulation
{
    public const string RoleArn = "arn:aws:iam::000000000000:role/infra";

    private const string Trust = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}
        """;

    /// <summary>Runs from that seed; what fails names the seed and the step.</summary>
    public static World Run(ulong seed, int steps)
    {
        var world = new World(seed);
        var step = 0;
        try
        {
            Begin(world);
            for (; step < steps; step++)
            {
                Step(world, step);
            }

            world.Node.Heal();
            Liveness.Settle(world, step + 10);
            Teardown.Run(world, step + 10);
            return world;
        }
#pragma warning disable CA1031 // Whatever fails, the seed and the step are what repeats it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new XunitException($"Seed {seed}, step {step} of {steps}: {error.Message}", error);
        }
    }

    private static void Begin(World world)
    {
        Assert.Null(world.Send(new CreateRoleRequest { RoleName = "infra", AssumeRolePolicyDocument = Trust }));
        Assert.Null(world.Send(new AttachRolePolicyRequest
        {
            RoleName = "infra",
            PolicyArn = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice",
        }));
    }

    private static void Step(World world, int step)
    {
        var dice = world.Dice;
        var who = dice.OneIn(3) ? World.Accounts[1] : World.Accounts[0];
        world.Send(Request(world, who), who);
        world.Loop();
        if (dice.OneIn(2))
        {
            world.Node.Work(world.Snapshot, step);
        }

        if (dice.OneIn(12))
        {
            world.Node.Crash();
        }

        world.Node.Deliver(step);
        world.Loop();
        world.Now += TimeSpan.FromSeconds(dice.OneIn(20) ? 600 : dice.Roll(20));
        Safety.Check(world);
    }

    private static object Request(World world, Scope who)
    {
        var (realm, dice) = (world.Snapshot.In(who), world.Dice);
        return (dice.Roll(who == World.Scope ? 6 : 5), dice.OneIn(5)) switch
        {
            (0, false) => NetworkClient.Make(realm, dice),
            (0, true) => NetworkClient.Delete(realm, dice),
            (1, false) => LatticeClient.Make(realm, dice),
            (1, true) => LatticeClient.Delete(realm, dice),
            (2, false) => ResourceClient.Make(world, who),
            (2, true) => ResourceClient.Delete(world, who),
            (3, false) => EndpointClient.Make(world, who),
            (3, true) => EndpointClient.Delete(world, who),
            (4, false) => SharingClient.Make(world, who),
            (4, true) => SharingClient.Delete(world, who),
            (_, false) => EcsClient.Make(realm, dice),
            (_, true) => EcsClient.Delete(realm, dice),
        };
    }
}
