using Pergola.Api.Ecs;
using Pergola.Planning.Ecs.Services;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What happens to running tasks when a service is changed.</summary>
public sealed class ServiceUpdateTests
{
    [Fact]
    public void Scaling_in_keeps_the_zones_even()
    {
        var world = EcsWorld.Steady(desired: 4);

        Update(world, new UpdateServiceRequest { Cluster = "main", Service = "web", DesiredCount = 2 });

        Assert.Equal(2, world.Running.Select(task => task.Attachment.AvailabilityZone).Distinct().Count());
        Assert.Equal(2, world.Running.Count());
    }

    [Fact]
    public void A_rolling_update_within_50_and_100_percent_never_goes_below_half_or_above_all()
    {
        var world = EcsWorld.Steady(desired: 4, EcsWorld.GroupArn);
        world.WithDefinition("image:2");
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            TaskDefinition = "webserver:2",
            DeploymentConfiguration = new DeploymentConfiguration { MinimumHealthyPercent = 50, MaximumPercent = 100 },
        });

        for (var i = 0; i < 10; i++)
        {
            world.Settle(() =>
            {
                var live = world.Tasks.Where(task => task.DesiredStatus == "RUNNING").ToList();
                Assert.InRange(live.Count, 2, 4);
                Assert.InRange(live.Count(task => task.LastStatus == "RUNNING"), 2, 4);
            });
            world.Now += TimeSpan.FromMinutes(5);
        }

        Assert.All(world.Running, task => Assert.Equal("webserver:2", task.TaskDefinitionId));
        Assert.Equal(4, world.Running.Count());
        Assert.Equal("COMPLETED", Assert.Single(world.Describe().Deployments!).RolloutState);
    }

    [Fact]
    public void An_update_starts_the_new_task_before_the_old_one_stops()
    {
        var world = EcsWorld.Steady();
        world.WithDefinition("image:2");
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            TaskDefinition = "webserver",
        });

        Assert.Equal(["PRIMARY", "ACTIVE"], world.Describe().Deployments!.Select(deployment => deployment.Status));
        world.Settle(() => Assert.NotEmpty(world.Running));

        Assert.Equal("webserver:2", world.Running.Single().TaskDefinitionId);
    }

    [Fact]
    public void One_task_that_may_be_neither_doubled_nor_missing_cannot_be_replaced()
    {
        var world = EcsWorld.Steady();
        var only = world.Running.Single();

        Update(world, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            ForceNewDeployment = true,
            DeploymentConfiguration = new DeploymentConfiguration { MinimumHealthyPercent = 100, MaximumPercent = 100 },
        });

        Assert.Equal(only.TaskId, world.Running.Single().TaskId);
        Assert.Equal(["IN_PROGRESS", "COMPLETED"], world.Describe().Deployments!.Select(d => d.RolloutState));
    }

    [Fact]
    public void Removing_the_lattice_configuration_registers_new_tasks_nowhere_and_drains_the_old()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);

        Update(world, new UpdateServiceRequest { Cluster = "main", Service = "web", VpcLatticeConfigurations = [] });
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(world.Targets);
        Assert.Equal(2, world.Running.Count());
        Assert.Empty(world.Describe().Deployments!.Single().VpcLatticeConfigurations!);
    }

    [Fact]
    public void An_absent_lattice_configuration_changes_nothing()
    {
        var world = EcsWorld.Steady(desired: 1, EcsWorld.GroupArn);
        var before = world.Describe().Deployments!.Single().Id;

        Update(world, new UpdateServiceRequest { Cluster = "main", Service = "web", DesiredCount = 2 });

        Assert.Equal(before, world.Describe().Deployments!.Single().Id);
        Assert.Equal(2, world.Targets.Count());
    }

    [Fact]
    public void Swapping_the_target_group_fills_the_new_one_before_the_old_one_empties()
    {
        var world = EcsWorld.Steady(desired: 1, EcsWorld.GroupArn);
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            VpcLatticeConfigurations = EcsWorld.Lattice(EcsWorld.OtherGroupArn),
        });

        world.Settle(() => Assert.Contains(world.Targets, target => target.Status is "HEALTHY" or "INITIAL"));
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("tg-00000000000000002", Assert.Single(world.Targets).TargetGroupId);
    }

    [Fact]
    public void An_inactive_task_definition_keeps_running_scaling_and_being_replaced()
    {
        var world = EcsWorld.Steady();
        world.Deregister("webserver:1");

        Update(world, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            DesiredCount = 3,
            TaskDefinition = "webserver:1",
        });

        Assert.Equal(3, world.Running.Count());
    }

    private static void Update(EcsWorld world, UpdateServiceRequest request)
    {
        world.Accept(UpdateService.Decide, request);
        world.Settle();
    }
}
