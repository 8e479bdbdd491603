using CsCheck;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;
using Pergola.Planning.Fabric;

namespace Pergola.Machine.Linux.Tests.Network;

/// <summary>What a plan promises, for any two networks.</summary>
public sealed class FabricPlannerTests
{
    private static readonly Gen<FabricSpec> s_networks =
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 200]).Array[0, 3].Select(Network);

    [Fact]
    public void From_any_network_to_any_other_one_plan_suffices() =>
        Gen.Select(s_networks, s_networks).Sample((before, after) =>
        {
            var fabric = new FabricTwin();
            fabric.Apply(FabricPlanner.Plan(before, fabric.Observe()));
            var plan = FabricPlanner.Plan(after, fabric.Observe());
            var outcome = fabric.Apply(plan);
            return outcome == new FabricOutcome(plan.Count, null)
                && FabricPlanner.Plan(after, fabric.Observe()).Count == 0;
        });

    [Fact]
    public void A_plan_may_be_applied_twice() =>
        Gen.Select(s_networks, s_networks).Sample((before, after) =>
        {
            var fabric = new FabricTwin();
            fabric.Apply(FabricPlanner.Plan(before, fabric.Observe()));
            var plan = FabricPlanner.Plan(after, fabric.Observe());
            fabric.Apply(plan);
            var once = fabric.Observe();
            fabric.Apply(plan);
            return once == fabric.Observe();
        });

    [Fact]
    public void A_plan_that_stopped_halfway_is_finished_by_the_next() =>
        Gen.Select(s_networks, s_networks, Gen.Int[0, 20]).Sample((before, after, steps) =>
        {
            var fabric = new FabricTwin();
            fabric.Apply(FabricPlanner.Plan(before, fabric.Observe()));
            fabric.Apply([.. FabricPlanner.Plan(after, fabric.Observe()).Take(steps)]);
            fabric.Apply(FabricPlanner.Plan(after, fabric.Observe()));
            return FabricPlanner.Plan(after, fabric.Observe()).Count == 0;
        });

    [Fact]
    public void Rules_stand_before_an_interface_can_carry_traffic()
    {
        var plan = FabricPlanner.Plan(Network([(1, 3)]), new FabricState([]));
        Assert.Equal(
            ["EnsureVpc", "EnsureRules", "EnsureInterface", "EnsureInterface", "EnsureInterface"],
            plan.Select(step => step.GetType().Name));
    }

    // One VPC per pair: which one, and a number whose digits choose its interfaces, groups and gateway.
    private static FabricSpec Network((int Vpc, int Choice)[] choices) => choices
        .DistinctBy(each => each.Vpc)
        .Aggregate(new FabricBuilder("test"), (network, each) =>
            network.Vpc($"vpc-{each.Vpc}", "10.0.0.0/16", vpc => Fill(vpc, each.Choice)))
        .Spec;

    private static VpcBuilder Fill(VpcBuilder vpc, int choice)
    {
        vpc = vpc.Subnet("10.0.1.0/24").Group("web", Allow.TcpFrom("10.0.0.0/16", 80 + (choice % 3))).Group("other");
        vpc = choice % 2 == 0 ? vpc.InternetGateway().Associated("web") : vpc;
        return Enumerable.Range(0, choice % 7).Aggregate(vpc, (each, index) =>
            each.Interface($"eni-{index}", $"10.0.1.{10 + ((choice + index) % 9)}", choice % 5 == 0 ? "web" : "other"));
    }
}
