using Pergola.Api.Ecs;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Services;
using Pergola.Planning.Ecs.Tasks;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What a service does when tasks die, fail to start, or turn sick.</summary>
public sealed class ServiceFailureTests
{
    private static readonly HealthCheck s_check = new() { Command = ["CMD-SHELL", "true"] };

    [Fact]
    public void A_dead_task_is_deregistered_and_replaced()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);
        var dead = world.Running.First();

        world.Node.Kill(dead.TaskId, exitCode: 137);
        world.Settle();
        world.Pass(TimeSpan.FromMinutes(5));

        var stopped = world.Tasks.Single(task => task.TaskId == dead.TaskId);
        Assert.Equal(("STOPPED", "EssentialContainerExited", 137),
            (stopped.LastStatus, stopped.StopCode, stopped.Containers[0].ExitCode));
        Assert.Equal(2, world.Running.Count());
        Assert.Equal(2, world.Targets.Count());
        Assert.DoesNotContain(world.Targets, target => target.OwnerTaskArn == dead.Arn);
        Assert.Equal(2, world.Interfaces.Count());
    }

    [Fact]
    public void A_stopped_task_of_a_service_is_replaced()
    {
        var world = EcsWorld.Steady();
        var first = world.Running.Single();

        world.Accept(StopTask.Decide, new StopTaskRequest { Cluster = "main", Task = first.Arn, Reason = "because" });
        world.Settle();

        Assert.NotEqual(first.TaskId, world.Running.Single().TaskId);
        var stopped = world.Tasks.Single(task => task.TaskId == first.TaskId);
        Assert.Equal(("UserInitiated", "because"), (stopped.StopCode, stopped.StoppedReason));
    }

    [Fact]
    public void A_task_whose_target_is_unhealthy_is_replaced_when_its_grace_period_is_over()
    {
        var world = new EcsWorld { TargetStatus = "UNHEALTHY" }.WithCluster().WithDefinition();
        world.Accept(
            CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn) with { HealthCheckGracePeriodSeconds = 30 });
        world.Settle();
        var first = world.Running.Single();
        Assert.Equal(world.Now.AddSeconds(30), world.NextDue);

        world.Now += TimeSpan.FromSeconds(30);
        world.Loop();

        var stopped = world.Realm.Of<EcsTask>()[first.TaskId];
        Assert.Equal("STOPPED", stopped.DesiredStatus);
        Assert.Contains("VPC Lattice health checks", stopped.StoppedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_fails_its_own_check_makes_its_task_be_replaced()
    {
        var world = new EcsWorld().WithCluster().WithDefinition("sick:1", s_check);
        world.Node.SickImages.Add("sick:1");
        world.Accept(CreateService.Decide, EcsWorld.Service());

        world.Settle();

        Assert.Contains(world.Tasks, task => task.StoppedReason == "Task failed container health checks");
    }

    [Fact]
    public void An_image_that_cannot_be_pulled_is_tried_again_with_growing_waits()
    {
        var world = new EcsWorld().WithCluster().WithDefinition("missing:1");
        world.Node.MissingImages.Add("missing:1");
        world.Accept(CreateService.Decide, EcsWorld.Service());

        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            world.Settle();
            waits.Add((world.TheService.Backoff.NotBefore!.Value - world.Now).TotalSeconds);
            world.Now = world.TheService.Backoff.NotBefore.Value;
        }

        Assert.Equal([1, 2, 4, 8], waits);
        var failed = world.Tasks.First();
        Assert.Equal("TaskFailedToStart", failed.StopCode);
        Assert.StartsWith("CannotPullContainerError", failed.StoppedReason, StringComparison.Ordinal);
        Assert.Equal(4, world.Describe().Deployments!.Single().FailedTasks);
        Assert.Contains(
            world.Describe().Events!, e => e.Message!.Contains("unable to consistently", StringComparison.Ordinal));

        world.Node.MissingImages.Clear();
        world.Settle();
        Assert.Single(world.Running);
    }

    [Fact]
    public void A_service_keeps_its_newest_hundred_events()
    {
        var world = new EcsWorld().WithCluster().WithDefinition("missing:1");
        world.Node.MissingImages.Add("missing:1");
        world.Accept(CreateService.Decide, EcsWorld.Service());

        for (var i = 0; i < 120; i++)
        {
            world.Pass(TimeSpan.FromMinutes(5));
        }

        var events = world.Describe().Events!;
        Assert.Equal(100, events.Count);
        Assert.Equal(events.OrderByDescending(e => e.CreatedAt).Select(e => e.Id), events.Select(e => e.Id));
    }

    [Fact]
    public void A_service_that_crashes_just_after_its_start_opens_the_circuit_breaker_too()
    {
        var world = new EcsWorld { TargetStatus = "INITIAL" }.WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn) with
        {
            DeploymentConfiguration = new DeploymentConfiguration
            {
                DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = false },
            },
        });

        for (var i = 0; i < 3; i++)
        {
            world.Pass(TimeSpan.FromMinutes(1));
            world.Node.Kill(world.Running.Single().TaskId, exitCode: 1);
            world.Settle();
        }

        Assert.Equal("FAILED", world.Describe().Deployments!.Single().RolloutState);
    }

    [Fact]
    public void The_circuit_breaker_gives_up_and_rolls_back_to_what_worked()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);
        var good = world.Describe().Deployments!.Single().Id;
        world.WithDefinition("broken:1");
        world.Node.CrashingImages.Add("broken:1");
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            TaskDefinition = "webserver:2",
            DeploymentConfiguration = new DeploymentConfiguration
            {
                DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true },
            },
        });
        var bad = world.TheService.Primary!;

        for (var i = 0; i < 6; i++)
        {
            world.Pass(TimeSpan.FromSeconds(30));
        }

        var deployment = Assert.Single(world.Describe().Deployments!);
        Assert.Equal((good, "COMPLETED"), (deployment.Id, deployment.RolloutState));
        Assert.All(world.Running, task => Assert.Equal("webserver:1", task.TaskDefinitionId));
        Assert.Equal("ROLLBACK_SUCCESSFUL", world.Realm.Of<EcsServiceDeployment>()[bad.ServiceDeploymentId].Status);
    }

    [Fact]
    public void A_failed_deployment_without_rollback_starts_no_more_tasks()
    {
        var world = new EcsWorld().WithCluster().WithDefinition("missing:1");
        world.Node.MissingImages.Add("missing:1");
        world.Accept(CreateService.Decide, EcsWorld.Service() with
        {
            DeploymentConfiguration = new DeploymentConfiguration
            {
                DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = false },
            },
        });

        for (var i = 0; i < 10; i++)
        {
            world.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, world.Tasks.Count());
        Assert.Equal("FAILED", world.Describe().Deployments!.Single().RolloutState);
    }

    [Fact]
    public void A_target_group_that_went_away_fails_the_start_and_is_told_as_an_event()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn));
        world.Commit([new Domain.Change.Remove(
            EcsWorld.Scope, Domain.ResourceKinds.For<Domain.VpcLattice.TargetGroup>(), "tg-00000000000000001")]);

        world.Settle();

        Assert.Contains("unable to register targets", world.Tasks.First().StoppedReason, StringComparison.Ordinal);
        Assert.Empty(world.Running);
    }

    [Fact]
    public void A_full_subnet_is_told_as_an_event_and_tried_again()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, EcsWorld.Service());
        world.Commit([
            .. new[] { EcsWorld.SubnetA, EcsWorld.SubnetC }.Select(id => new Domain.Change.Remove(
                EcsWorld.Scope, Domain.ResourceKinds.For<Domain.Network.Subnet>(), id)),
        ]);

        world.Settle();

        Assert.Contains(
            world.Describe().Events!, e => e.Message!.StartsWith(
                "(service web) was unable to place a task.", StringComparison.Ordinal));
        Assert.NotNull(world.NextDue);
    }
}
