using Pergola.Api.Ecs;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Definitions;
using Pergola.Planning.Ecs.Services;
using Pergola.Planning.Ecs.Tasks;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What users see of a service, from its creation to its end, with a node that does what it is told.</summary>
public sealed class ServiceLifeTests
{
    private static readonly HealthCheck s_check = new() { Command = ["CMD-SHELL", "true"] };

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
        world.Accept(DeleteService.Decide, new DeleteServiceRequest { Cluster = "main", Service = "web", Force = true });
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
    public void Deleting_drains_and_ends_INACTIVE_with_nothing_left()
    {
        var world = EcsWorld.Steady(desired: 2, EcsWorld.GroupArn);
        Assert.IsType<Planning.Ecs.EcsError.InvalidParameter>(world.Refuse(DeleteService.Decide, Delete()));

        world.Accept(UpdateService.Decide, new UpdateServiceRequest { Cluster = "main", Service = "web", DesiredCount = 0 });
        world.Accept(DeleteService.Decide, Delete());
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

        world.Accept(DeleteService.Decide, Delete() with { Force = true });
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

        world.Accept(DeleteService.Decide, Delete() with { Force = true });
        world.Settle();
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("INACTIVE", world.Describe().Status);
        Assert.Empty(world.Targets);
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

        world.Accept(DeleteService.Decide, Delete() with { Force = true });
        world.Pass(TimeSpan.FromMinutes(5));
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("10.0.1.200", Assert.Single(world.Targets).TargetId);
    }

    [Fact]
    public void An_inactive_task_definition_keeps_running_scaling_and_being_replaced()
    {
        var world = EcsWorld.Steady();
        world.Accept(
            DeregisterTaskDefinition.Decide, new DeregisterTaskDefinitionRequest { TaskDefinition = "webserver:1" });

        Update(world, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            DesiredCount = 3,
            TaskDefinition = "webserver:1",
        });

        Assert.Equal(3, world.Running.Count());
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

    [Fact]
    public void Stopped_tasks_and_inactive_services_are_forgotten_after_an_hour()
    {
        var world = EcsWorld.Steady();
        world.Accept(DeleteService.Decide, Delete() with { Force = true });
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

    private static DeleteServiceRequest Delete() => new() { Cluster = "main", Service = "web" };

    private static void Update(EcsWorld world, UpdateServiceRequest request)
    {
        world.Accept(UpdateService.Decide, request);
        world.Settle();
    }
}
