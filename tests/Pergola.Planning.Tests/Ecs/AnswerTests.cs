using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain.Ecs;
using Pergola.Planning.Ecs;
using Pergola.Planning.Ecs.Account;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Definitions;
using Pergola.Planning.Ecs.Services;
using Pergola.Planning.Ecs.Tasks;
using KeyValuePair = Pergola.Api.Ecs.KeyValuePair;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What clients read in answers, and must not see changed.</summary>
public sealed class AnswerTests
{
    [Fact]
    public void A_registered_definition_is_what_was_sent_with_the_additions_of_aws_and_no_other()
    {
        var sent = EcsWorld.Definition();
        var answered = new EcsWorld().Accept(RegisterTaskDefinition.Decide, sent).TaskDefinition!;

        var container = Assert.Single(answered.ContainerDefinitions!);
        Assert.Equal(
            sent.ContainerDefinitions[0] with
            {
                Cpu = 0,
                Environment = container.Environment,
                MountPoints = container.MountPoints,
                VolumesFrom = container.VolumesFrom,
                SystemControls = container.SystemControls,
                PortMappings = container.PortMappings,
            },
            container);
        Assert.Empty(container.Environment!);
        Assert.Empty(container.MountPoints!);
        Assert.Equal(sent.ContainerDefinitions[0].PortMappings, container.PortMappings);
        Assert.Null(answered.RuntimePlatform);
        Assert.Null(answered.TaskRoleArn);
        Assert.Equal(("1024", "2048", "awsvpc"), (answered.Cpu, answered.Memory, answered.NetworkMode));
    }

    [Fact]
    public void Revisions_are_counted_and_never_given_twice()
    {
        var world = new EcsWorld().WithDefinition().WithDefinition();
        world.Deregister("webserver:2");
        world.Accept(
            DeleteTaskDefinitions.Decide, new DeleteTaskDefinitionsRequest { TaskDefinitions = ["webserver:2"] });

        var next = world.Accept(RegisterTaskDefinition.Decide, EcsWorld.Definition()).TaskDefinition!;

        Assert.Equal(3, next.Revision);
        Assert.EndsWith(":task-definition/webserver:3", next.TaskDefinitionArn, StringComparison.Ordinal);
        Assert.Equal(2, Arns(world, "ACTIVE").Count);
        Assert.Single(Arns(world, "DELETE_IN_PROGRESS"));
    }

    [Fact]
    public void A_family_alone_means_its_newest_active_revision()
    {
        var world = new EcsWorld().WithDefinition().WithDefinition();
        world.Deregister("webserver:2");

        var found = world.Accept(
            DescribeTaskDefinition.Decide, new DescribeTaskDefinitionRequest { TaskDefinition = "webserver" });

        Assert.Equal(1, found.TaskDefinition!.Revision);
    }

    [Fact]
    public void Creating_a_cluster_again_returns_the_same_one()
    {
        var world = new EcsWorld().WithCluster();
        var again = world.Accept(CreateCluster.Decide, new CreateClusterRequest
        {
            ClusterName = "main",
            Tags = [new Tag { Key = "a", Value = "b" }],
        }).Cluster!;

        Assert.Empty(again.Tags!);
        Assert.Single(world.Realm.Of<EcsCluster>().All);
        Assert.Equal("containerInsights", Assert.Single(again.Settings!).Name);
    }

    [Fact]
    public void A_missing_cluster_is_a_failure_and_a_deleted_one_stays_describable()
    {
        var world = new EcsWorld().WithCluster();
        world.Accept(DeleteCluster.Decide, new DeleteClusterRequest { Cluster = "main" });

        var answer = world.Accept(
            DescribeClusters.Decide, new DescribeClustersRequest { Clusters = ["main", "other"] });

        Assert.Equal("INACTIVE", Assert.Single(answer.Clusters!).Status);
        Assert.Equal("MISSING", Assert.Single(answer.Failures!).Reason);
        Assert.Empty(world.Accept(ListClusters.Decide, new ListClustersRequest()).ClusterArns!);
    }

    [Fact]
    public void A_cluster_counts_what_is_in_it()
    {
        var world = EcsWorld.Steady(desired: 2);

        var cluster = Assert.Single(
            world.Accept(DescribeClusters.Decide, new DescribeClustersRequest { Clusters = ["main"] }).Clusters!);

        Assert.Equal(
            (1, 2, 0), (cluster.ActiveServicesCount, cluster.RunningTasksCount, cluster.PendingTasksCount));
    }

    [Fact]
    public void A_task_shows_its_interface_and_its_containers()
    {
        var world = EcsWorld.Steady();
        var arn = Assert.Single(world.Accept(
            ListTasks.Decide, new ListTasksRequest { Cluster = "main", ServiceName = "web" }).TaskArns!);

        var task = Assert.Single(
            world.Accept(DescribeTasks.Decide, new DescribeTasksRequest { Cluster = "main", Tasks = [arn] }).Tasks!);

        var eni = world.Interfaces.Single();
        var attachment = Assert.Single(task.Attachments!);
        Assert.Equal(("ElasticNetworkInterface", "ATTACHED"), (attachment.Type, attachment.Status));
        var details = attachment.Details!.ToDictionary(detail => detail.Name!, detail => detail.Value);
        Assert.Equal(eni.NetworkInterfaceId, details["networkInterfaceId"]);
        Assert.Equal(eni.PrivateIpAddress, details["privateIPv4Address"]);
        Assert.Equal(
            $"ip-{eni.PrivateIpAddress.Replace('.', '-')}.ap-northeast-1.compute.internal", details["privateDnsName"]);
        Assert.Equal(Arn.Of("ecs", EcsWorld.Scope, $"attachment/{attachment.Id}"), eni.Description);
        Assert.Equal("service:web", task.Group);
        Assert.Equal(world.Describe().Deployments!.Single().Id, task.StartedBy);
        Assert.Equal("RUNNING", Assert.Single(task.Containers!).LastStatus);
    }

    [Fact]
    public void A_service_can_be_named_by_its_arn_of_either_form()
    {
        var world = EcsWorld.Steady();
        var answer = world.Accept(DescribeServices.Decide, new DescribeServicesRequest
        {
            Cluster = Arn.Of("ecs", EcsWorld.Scope, "cluster/main"),
            Services =
            [
                Arn.Of("ecs", EcsWorld.Scope, "service/main/web"),
                Arn.Of("ecs", EcsWorld.Scope, "service/web"),
                Arn.Of("ecs", EcsWorld.Scope, "service/other/web"),
            ],
        });

        Assert.Equal(2, answer.Services!.Count);
        Assert.Equal("MISSING", Assert.Single(answer.Failures!).Reason);
    }

    [Fact]
    public void The_newest_waiters_find_the_deployment_by_the_digits_of_its_revision()
    {
        var world = EcsWorld.Steady();
        var before = world.Now;
        world.Now += TimeSpan.FromMilliseconds(5);
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            ForceNewDeployment = true,
        });
        var digits = world.Describe().Deployments![0].Id!.Split('/')[1];

        var brief = Assert.Single(world.Accept(ListServiceDeployments.Decide, new ListServiceDeploymentsRequest
        {
            Cluster = "main",
            Service = "web",
            CreatedAt = new CreatedAt { After = before },
        }).ServiceDeployments!);
        Assert.EndsWith(digits, brief.TargetServiceRevisionArn, StringComparison.Ordinal);
        Assert.Equal("IN_PROGRESS", Status());

        world.Settle();
        Assert.Equal("SUCCESSFUL", Status());
        var revision = Assert.Single(world.Accept(DescribeServiceRevisions.Decide, new DescribeServiceRevisionsRequest
        {
            ServiceRevisionArns = [brief.TargetServiceRevisionArn!],
        }).ServiceRevisions!);
        Assert.EndsWith("webserver:1", revision.TaskDefinition, StringComparison.Ordinal);

        string? Status()
        {
            var arn = brief.ServiceDeploymentArn!;
            var request = new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [arn] };
            return Assert.Single(world.Accept(DescribeServiceDeployments.Decide, request).ServiceDeployments!).Status;
        }
    }

    [Fact]
    public void A_deployment_that_is_stopped_goes_back_to_the_one_before()
    {
        var world = EcsWorld.Steady();
        var good = world.Describe().Deployments!.Single().Id;
        world.WithDefinition("slow:1");
        world.Accept(UpdateService.Decide, new UpdateServiceRequest
        {
            Cluster = "main",
            Service = "web",
            TaskDefinition = "webserver",
        });
        var arn = world.Describe().CurrentServiceDeployment!;

        world.Accept(StopServiceDeployment.Decide, new StopServiceDeploymentRequest { ServiceDeploymentArn = arn });
        world.Settle();

        Assert.Equal(good, Assert.Single(world.Describe().Deployments!).Id);
        Assert.Equal("ConflictException", world.Refuse(
            StopServiceDeployment.Decide, new StopServiceDeploymentRequest { ServiceDeploymentArn = arn }).Code);
    }

    [Fact]
    public void A_task_of_its_own_runs_with_its_overrides_and_is_not_replaced()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        var started = Assert.Single(world.Accept(RunTask.Decide, new RunTaskRequest
        {
            Cluster = "main",
            TaskDefinition = "webserver",
            NetworkConfiguration = EcsWorld.Service().NetworkConfiguration,
            Overrides = new TaskOverride
            {
                ContainerOverrides =
                [
                    new ContainerOverride
                    {
                        Name = "webserver",
                        Command = ["curl", "http://web"],
                        Environment = [new KeyValuePair { Name = "AWS_REGION", Value = "mine" }],
                    },
                ],
            },
        }).Tasks!);
        Assert.Equal("PROVISIONING", started.LastStatus);
        world.Settle();

        var workload = Assert.Single(TaskCompiler.Compile(world.Snapshot)).Workload;
        Assert.Equal(["curl", "http://web"], workload.Containers[0].Command!);
        Assert.Contains(
            workload.Containers[0].Environment, variable => variable is { Name: "AWS_REGION", Value: "mine" });

        world.Node.Kill(world.Running.Single().TaskId, exitCode: 0);
        world.Settle();
        Assert.Equal("STOPPED", Assert.Single(world.Tasks).LastStatus);
        Assert.Empty(world.Interfaces);
    }

    [Fact]
    public void A_workload_knows_its_network_and_its_task()
    {
        var world = EcsWorld.Steady();

        var desired = Assert.Single(TaskCompiler.Compile(world.Snapshot));

        var eni = world.Interfaces.Single();
        var container = Assert.Single(desired.Workload.Containers);
        var environment = container.Environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        Assert.Equal(TaskGoal.Running, desired.Goal);
        Assert.Equal((eni.NetworkInterfaceId, eni.Sandbox), (desired.InterfaceId, desired.Workload.Sandbox));
        Assert.Equal("10.0.0.2", desired.Workload.ResolverAddress);
        Assert.Equal(TimeSpan.FromSeconds(30), container.StopTimeout);
        Assert.Equal(("80", eni.PrivateIpAddress), (environment["PERGOLA_PORT"], environment["PERGOLA_ADDRESS"]));
        Assert.Equal(desired.Workload.TaskId, environment["PERGOLA_TASK"]);
        Assert.Null(container.Command);
    }

    [Fact]
    public void Tags_are_added_changed_and_removed()
    {
        var world = EcsWorld.Steady();
        var arn = Arn.Of("ecs", EcsWorld.Scope, "service/main/web");
        world.Accept(TagResource.Decide, new TagResourceRequest
        {
            ResourceArn = arn,
            Tags = [new Tag { Key = "a", Value = "1" }, new Tag { Key = "b", Value = "" }],
        });
        world.Accept(TagResource.Decide, new TagResourceRequest
        {
            ResourceArn = arn,
            Tags = [new Tag { Key = "a", Value = "2" }],
        });
        world.Accept(UntagResource.Decide, new UntagResourceRequest { ResourceArn = arn, TagKeys = ["b", "c"] });

        Assert.Equal(
            [new Tag { Key = "a", Value = "2" }],
            world.Accept(ListTagsForResource.Decide, new ListTagsForResourceRequest { ResourceArn = arn }).Tags!);
    }

    [Fact]
    public void Lists_are_cut_into_pages_in_order_of_creation()
    {
        var world = new EcsWorld().WithDefinition().WithDefinition().WithDefinition();
        var first = world.Accept(ListTaskDefinitions.Decide, new ListTaskDefinitionsRequest { MaxResults = 2 });
        var second = world.Accept(
            ListTaskDefinitions.Decide, new ListTaskDefinitionsRequest { MaxResults = 2, NextToken = first.NextToken });

        Assert.Equal(2, first.TaskDefinitionArns!.Count);
        Assert.EndsWith(":3", Assert.Single(second.TaskDefinitionArns!), StringComparison.Ordinal);
        Assert.Null(second.NextToken);
    }

    [Fact]
    public void Every_operation_but_ExecuteCommand_is_answered()
    {
        var bound = EcsBindings.All.Select(binding => binding.Operation.Name).ToHashSet();

        Assert.Equal(["ExecuteCommand"], EcsApi.Model.Operations.Select(o => o.Name).Where(
            name => !bound.Contains(name)));
    }

    private static IReadOnlyList<string> Arns(EcsWorld world, string status) => world.Accept(
        ListTaskDefinitions.Decide, new ListTaskDefinitionsRequest { Status = status }).TaskDefinitionArns!;
}
