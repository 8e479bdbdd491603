using Pergola.Api.Ecs;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Services;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What users see of a service, from its creation to its end, with a node that does what it is told.</summary>
public sealed class ServiceLifeTests
{
    [Fact]
    public void A_new_service_starts_its_tasks_registers_them_and_completes_its_deployment()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);

        var service = world.Describe();
        Assert.Equal(("ACTIVE", 2, 2, 0), (
            service.Status, service.DesiredCount, service.RunningCount, service.PendingCount));
        var deployment = Assert.Single(service.Deployments!);
        Assert.Equal(("PRIMARY", "COMPLETED"), (deployment.Status, deployment.RolloutState));
        Assert.Equal(EcsWorld.GroupArn, Assert.Single(deployment.VpcLatticeConfigurations!).TargetGroupArn);
        Assert.Matches("^ecs-svc/[0-9]{19}$", deployment.Id);
        Assert.Equal(
            world.Running.Select(task => (task.Attachment.PrivateAddress, 80)),
            world.Targets.Select(target => (target.TargetId, target.Port)));
        Assert.Contains(service.Events!, e => e.Message == "(service web) has reached a steady state.");
    }

    [Fact]
    public void Tasks_go_through_every_state_in_order()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn));
        var seen = new List<string>();
        void See() => seen.AddRange(
            world.Tasks.Select(task => task.LastStatus).Where(status => seen.LastOrDefault() != status));

        world.Settle(See);
        world.Delete(force: true);
        world.Settle(See);
        world.Now += TimeSpan.FromMinutes(10);
        while (world.Loop())
        {
            See();
            world.Node.Work(world.Snapshot);
        }

        Assert.Equal(["PENDING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"], seen);
    }

    [Fact]
    public void Nothing_runs_before_the_node_says_so()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service());

        while (world.Loop())
        {
        }

        Assert.Equal("PROVISIONING", Assert.Single(world.Tasks).LastStatus);
        Assert.Equal((0, 1), (world.Describe().RunningCount, world.Describe().PendingCount));
    }

    [Fact]
    public void Tasks_are_spread_over_the_zones()
    {
        var world = EcsWorld.Steady(desired: 4);

        Assert.Equal(
            [2, 2], world.Running.GroupBy(task => task.Attachment.AvailabilityZone).Select(zone => zone.Count()));
    }

    [Fact]
    public void Deleting_drains_and_ends_INACTIVE_with_nothing_left()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);
        Assert.IsType<Planning.Ecs.EcsError.InvalidParameter>(
            world.Refuse(DeleteService.Decide, new DeleteServiceRequest { Cluster = "main", Service = "web" }));

        world.Accept(
            UpdateService.Decide, new UpdateServiceRequest { Cluster = "main", Service = "web", DesiredCount = 0 });
        world.Delete(force: false);
        world.Settle();
        Assert.Equal("DRAINING", world.Describe().Status);
        Assert.NotEmpty(world.Interfaces);
        Assert.NotNull(world.NextDue);

        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("INACTIVE", world.Describe().Status);
        Assert.Empty(world.Interfaces);
        Assert.Empty(world.Targets);
        Assert.All(world.Tasks, task => Assert.Equal("STOPPED", task.LastStatus));
        world.Accept(DeleteCluster.Decide, new DeleteClusterRequest { Cluster = "main" });
    }

    [Fact]
    public void A_service_is_not_INACTIVE_while_a_process_still_runs()
    {
        var world = EcsWorld.Steady();
        world.Node.Stubborn = true;

        world.Delete(force: true);
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(("DRAINING", "STOPPING"), (world.Describe().Status, world.Tasks.Single().LastStatus));
        Assert.IsType<Planning.Ecs.EcsError.ClusterContainsTasks>(
            world.Refuse(DeleteCluster.Decide, new DeleteClusterRequest { Cluster = "main" }));

        world.Node.Stubborn = false;
        world.Settle();
        Assert.Equal("INACTIVE", world.Describe().Status);
    }

    [Fact]
    public void Detached_policies_do_not_keep_a_service_from_ending()
    {
        var world = EcsWorld.Steady(desired: 1, EcsWorld.GroupArn);
        world.SetPolicies();

        world.Delete(force: true);
        world.Settle();
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("INACTIVE", world.Describe().Status);
        Assert.Empty(world.Targets);
    }

    [Fact]
    public void A_target_that_a_user_registered_by_hand_is_left_alone()
    {
        var world = EcsWorld.Steady(desired: 1, EcsWorld.GroupArn);
        world.Put(new Domain.VpcLattice.Target
        {
            TargetGroupId = "tg-00000000000000001",
            TargetId = "10.0.1.200",
            Port = 80,
            Status = "HEALTHY",
        });

        world.Delete(force: true);
        world.Pass(TimeSpan.FromMinutes(5));
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("10.0.1.200", Assert.Single(world.Targets).TargetId);
    }

    [Fact]
    public void A_target_without_a_listener_does_not_hold_up_the_deployment()
    {
        var world = new EcsWorld { TargetStatus = "UNUSED" }.WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn));

        world.Settle();

        Assert.Equal("COMPLETED", world.Describe().Deployments!.Single().RolloutState);
    }

    [Fact]
    public void A_target_that_was_not_checked_yet_holds_up_the_deployment()
    {
        var world = new EcsWorld { TargetStatus = "INITIAL" }.WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn));

        world.Settle();
        Assert.Equal("IN_PROGRESS", world.Describe().Deployments!.Single().RolloutState);

        world.TargetStatus = "HEALTHY";
        world.Settle();
        Assert.Equal("COMPLETED", world.Describe().Deployments!.Single().RolloutState);
    }

    [Fact]
    public void Stopped_tasks_and_inactive_services_are_forgotten_after_an_hour()
    {
        var world = EcsWorld.Steady();
        world.Delete(force: true);
        world.Settle();
        Assert.Equal("STOPPED", Assert.Single(world.Tasks).LastStatus);

        world.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal("INACTIVE", world.Describe().Status);
        world.Pass(TimeSpan.FromMinutes(2));

        Assert.Empty(world.Tasks);
        Assert.Empty(world.Realm.Of<EcsService>().All);
        Assert.Empty(world.Realm.Of<EcsServiceDeployment>().All);
    }

    [Fact]
    public void A_target_that_a_user_took_over_is_left_alone()
    {
        var world = EcsWorld.Steady(desired: 1, EcsWorld.GroupArn);
        world.Put(world.Targets.Single() with { OwnerTaskArn = null });

        world.Delete(force: true);
        world.Settle();

        Assert.Equal("INACTIVE", world.Describe().Status);
        Assert.Equal("HEALTHY", Assert.Single(world.Targets).Status);
    }

    [Fact]
    public void What_a_node_said_before_a_task_was_made_does_not_prove_that_it_is_gone()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Node.Work(world.Snapshot);
        world.Accept(CreateService.Decide, EcsWorld.Service());
        world.Loop();

        world.Delete(force: true);
        world.Loop();
        Assert.Equal("DEPROVISIONING", Assert.Single(world.Tasks).LastStatus);
        Assert.Equal("DRAINING", world.Describe().Status);

        world.Node.Work(world.Snapshot);
        world.Loop();
        Assert.Equal("STOPPED", Assert.Single(world.Tasks).LastStatus);
        Assert.Equal("INACTIVE", world.Describe().Status);
    }

    [Fact]
    public void Everything_survives_the_journal()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);
        world.Node.Kill(world.Running.First().TaskId, 1);
        world.Settle();

        foreach (var resource in world.Realm.All.Where(
            resource => resource.GetType().Namespace == typeof(EcsTask).Namespace))
        {
            var kind = Domain.ResourceKinds.For(resource);
            var json = kind.Serialize(resource);
            Assert.Equal(json, kind.Serialize(kind.Deserialize(json)));
        }
    }
}
