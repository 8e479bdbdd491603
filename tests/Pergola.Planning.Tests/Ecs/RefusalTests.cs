using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Planning.Ecs.Account;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Definitions;
using Pergola.Planning.Ecs.Services;
using Pergola.Planning.Ecs.Tasks;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>What ECS refuses, with the codes that clients match on.</summary>
public sealed class RefusalTests
{
    private const string Invalid = "InvalidParameterException";
    private const string Client = "ClientException";
    private const string Unsupported = "UnsupportedFeatureException";

    public static TheoryData<string, Func<CreateServiceRequest, CreateServiceRequest>, string, string> Services => new()
    {
        { "unknown cluster", r => r with { Cluster = "other" }, "ClusterNotFoundException", "Cluster not found." },
        { "unknown definition", r => r with { TaskDefinition = "other" }, Client, "TaskDefinition not found." },
        { "unknown revision", r => r with { TaskDefinition = "webserver:9" }, Client, "TaskDefinition not found." },
        { "no definition", r => r with { TaskDefinition = null }, Invalid, "TaskDefinition can not be blank." },
        { "bad name", r => r with { ServiceName = "a b" }, Invalid, "serviceName 'a b'" },
        { "no network", r => r with { NetworkConfiguration = null }, Invalid,
            "Network Configuration must be provided when networkMode 'awsvpc' is specified." },
        { "unknown subnet", r => WithNetwork(r, ["subnet-x"], [EcsWorld.Group]), Invalid, "subnet ID 'subnet-x'" },
        { "unknown group", r => WithNetwork(r, [EcsWorld.SubnetA], ["sg-x"]), Invalid, "security group 'sg-x'" },
        { "no subnet", r => WithNetwork(r, [], [EcsWorld.Group]), Invalid, "subnets has 0 entries" },
        { "negative count", r => r with { DesiredCount = -1 }, Invalid, "desiredCount is -1" },
        { "daemon", r => r with { SchedulingStrategy = "DAEMON" }, Invalid, "daemon" },
        { "EC2", r => r with { LaunchType = "EC2" }, Unsupported, "launch type EC2" },
        { "code deploy", r => r with { DeploymentController = new DeploymentController { Type = "CODE_DEPLOY" } },
            Unsupported, "CODE_DEPLOY" },
        { "blue/green", r => r with
            {
                DeploymentConfiguration = new DeploymentConfiguration { Strategy = "BLUE_GREEN" },
            }, Unsupported, "BLUE_GREEN" },
        { "percent", r => r with { DeploymentConfiguration = new DeploymentConfiguration { MaximumPercent = 300 } },
            Invalid, "maximumPercent is 300" },
        { "load balancer", r => r with { LoadBalancers = [new LoadBalancer()] }, Unsupported, "loadBalancers" },
        { "registry", r => r with { ServiceRegistries = [new ServiceRegistry()] }, Unsupported, "serviceRegistries" },
        { "launch type and strategy", r => r with
            {
                CapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE" }],
            }, Invalid, "both a launch type and capacity provider" },
        { "unknown provider", r => r with
            {
                LaunchType = null,
                CapacityProviderStrategy = [new CapacityProviderStrategyItem { CapacityProvider = "mine" }],
            }, Invalid, "'mine'" },
        { "unknown role", r => WithLattice(r, c => c with { RoleArn = EcsWorld.RoleArn + "x" }),
            Invalid, LatticeRules.RoleText },
        { "unknown target group", r => WithLattice(r, c => c with { TargetGroupArn = EcsWorld.GroupArn + "x" }),
            Invalid, LatticeRules.RoleText },
        { "unknown port", r => WithLattice(r, c => c with { PortName = "other" }), Invalid, "portName 'other'" },
        { "six groups", r => r with
            {
                VpcLatticeConfigurations = EcsWorld.Lattice([.. Enumerable.Repeat(EcsWorld.GroupArn, 6)]),
            }, Invalid, "6 entries" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public void CreateService_refuses(
        string what, Func<CreateServiceRequest, CreateServiceRequest> change, string code, string message)
    {
        Assert.NotEmpty(what);
        var world = new EcsWorld().WithCluster().WithDefinition();

        AssertRefusal(
            world.Refuse(CreateService.Decide, change(EcsWorld.Service(1, EcsWorld.GroupArn))), code, message);
    }

    [Fact]
    public void A_role_without_its_policies_gets_the_text_that_makes_terraform_try_again()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.SetPolicies();
        var error = world.Refuse(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn));

        Assert.Contains(
            "verify that the ECS service role being passed has the proper permissions",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_group_of_another_type_or_vpc_is_refused()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        var group = world.Realm.Of<Domain.VpcLattice.TargetGroup>()["tg-00000000000000001"];

        world.Put(group with { Type = "INSTANCE" });
        AssertRefusal(
            world.Refuse(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn)), Invalid, "type INSTANCE");
        world.Put(group with { Config = group.Config! with { VpcIdentifier = "vpc-other" } });
        AssertRefusal(world.Refuse(CreateService.Decide, EcsWorld.Service(1, EcsWorld.GroupArn)), Invalid, "vpc-other");
    }

    [Fact]
    public void A_service_name_is_free_again_once_its_service_is_INACTIVE()
    {
        var world = EcsWorld.Steady();
        AssertRefusal(world.Refuse(CreateService.Decide, EcsWorld.Service()), Invalid, "not idempotent");

        world.Delete(force: true);
        AssertRefusal(world.Refuse(CreateService.Decide, EcsWorld.Service()), Invalid, "still Draining");
        AssertRefusal(
            world.Refuse(
                UpdateService.Decide, new UpdateServiceRequest { Cluster = "main", Service = "web", DesiredCount = 1 }),
            "ServiceNotActiveException",
            "not ACTIVE");
        world.Accept(DeleteService.Decide, new DeleteServiceRequest { Cluster = "main", Service = "web" });

        world.Settle();
        AssertRefusal(
            world.Refuse(DeleteService.Decide, new DeleteServiceRequest { Cluster = "main", Service = "web" }),
            "ServiceNotFoundException",
            "Service not found.");
        world.Accept(CreateService.Decide, EcsWorld.Service());
        world.Settle();
        Assert.Single(world.Running);
    }

    [Fact]
    public void The_same_client_token_returns_the_service_it_made()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        var request = EcsWorld.Service() with { ClientToken = "once" };

        var first = world.Accept(CreateService.Decide, request).Service!;
        var second = world.Accept(CreateService.Decide, request).Service!;

        Assert.Equal(first.Deployments!.Single().Id, second.Deployments!.Single().Id);
    }

    [Fact]
    public void An_inactive_definition_starts_nothing_new()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Deregister("webserver:1");

        AssertRefusal(
            world.Refuse(CreateService.Decide, EcsWorld.Service() with { TaskDefinition = "webserver:1" }),
            Client,
            "TaskDefinition is inactive");
        AssertRefusal(
            world.Refuse(RunTask.Decide, Run() with { TaskDefinition = "webserver:1" }),
            Client,
            "TaskDefinition is inactive");
    }

    public static TheoryData<
        string, Func<RegisterTaskDefinitionRequest, RegisterTaskDefinitionRequest>, string> Definitions => new()
    {
        { "bridge", r => r with { NetworkMode = "bridge" }, "awsvpc" },
        { "no cpu", r => r with { Cpu = null }, "cpu" },
        { "no such size", r => r with { Memory = "512" }, "1024 CPU, 512 memory" },
        { "no container", r => r with { ContainerDefinitions = [] }, "0 containers" },
        { "no image", r => WithContainer(r, c => c with { Image = null }), "image" },
        { "no name", r => WithContainer(r, c => c with { Name = null }), "name" },
        { "none essential", r => WithContainer(r, c => c with { Essential = false }), "essential" },
        { "other host port", r => WithPort(r, p => p with { HostPort = 8080 }), "must match" },
        { "bad port", r => WithPort(r, p => p with { ContainerPort = 70000 }), "70000" },
        { "bad port name", r => WithPort(r, p => p with { Name = "Web" }), "'Web'" },
        { "port name twice", r => WithContainer(r, c => c with
            {
                PortMappings = [c.PortMappings![0], c.PortMappings[0]],
            }), "used twice" },
        { "depends on nobody", r => WithContainer(r, c => c with
            {
                DependsOn = [new ContainerDependency { ContainerName = "db", Condition = "START" }],
            }), "'db'" },
        { "long stop", r => WithContainer(r, c => c with { StopTimeout = 121 }), "121" },
    };

    [Theory]
    [MemberData(nameof(Definitions))]
    public void RegisterTaskDefinition_refuses(
        string what, Func<RegisterTaskDefinitionRequest, RegisterTaskDefinitionRequest> change, string message)
    {
        Assert.NotEmpty(what);

        AssertRefusal(
            new EcsWorld().Refuse(RegisterTaskDefinition.Decide, change(EcsWorld.Definition())), Client, message);
    }

    [Fact]
    public void A_cluster_with_services_or_tasks_is_not_deleted()
    {
        var world = EcsWorld.Steady();
        var delete = new DeleteClusterRequest { Cluster = "main" };
        Assert.Equal("ClusterContainsServicesException", world.Refuse(DeleteCluster.Decide, delete).Code);

        world.Delete(force: true);
        Assert.Equal("ClusterContainsTasksException", world.Refuse(DeleteCluster.Decide, delete).Code);

        world.Settle();
        Assert.Equal("INACTIVE", world.Accept(DeleteCluster.Decide, delete).Cluster!.Status);
        AssertRefusal(
            world.Refuse(DescribeServices.Decide, new DescribeServicesRequest { Cluster = "main", Services = ["web"] }),
            "ClusterNotFoundException",
            "Cluster not found.");
    }

    [Fact]
    public void StartTask_and_unknown_resources_are_told_honestly()
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        AssertRefusal(
            world.Refuse(
                StartTask.Decide, new StartTaskRequest { TaskDefinition = "webserver", ContainerInstances = ["x"] }),
            Unsupported,
            "RunTask");
        AssertRefusal(
            world.Refuse(StopTask.Decide, new StopTaskRequest { Cluster = "main", Task = "nobody" }),
            Invalid,
            "not found");
        AssertRefusal(
            world.Refuse(RunTask.Decide, Run() with { Count = 11 }), Invalid, "count is 11");
        AssertRefusal(
            world.Refuse(TagResource.Decide, new TagResourceRequest
            {
                ResourceArn = Arn.Of("ecs", EcsWorld.Scope, "cluster/main"),
                Tags = [new Tag { Key = "aws:mine", Value = "x" }],
            }),
            Invalid,
            "aws:mine");
        AssertRefusal(
            world.Refuse(ListClusters.Decide, new ListClustersRequest { NextToken = "nonsense" }),
            Invalid,
            "nextToken 'nonsense'");
    }

    private static RunTaskRequest Run() => new()
    {
        Cluster = "main",
        TaskDefinition = "webserver",
        NetworkConfiguration = EcsWorld.Service().NetworkConfiguration,
    };

    private static CreateServiceRequest WithNetwork(
        CreateServiceRequest request, ImmutableArray<string> subnets, ImmutableArray<string> groups) => request with
        {
            NetworkConfiguration = new NetworkConfiguration
            {
                AwsvpcConfiguration = new AwsVpcConfiguration { Subnets = subnets, SecurityGroups = groups },
            },
        };

    private static CreateServiceRequest WithLattice(
        CreateServiceRequest request, Func<VpcLatticeConfiguration, VpcLatticeConfiguration> change) =>
        request with { VpcLatticeConfigurations = [change(request.VpcLatticeConfigurations![0])] };

    private static RegisterTaskDefinitionRequest WithContainer(
        RegisterTaskDefinitionRequest request, Func<ContainerDefinition, ContainerDefinition> change) =>
        request with { ContainerDefinitions = [change(request.ContainerDefinitions[0])] };

    private static RegisterTaskDefinitionRequest WithPort(
        RegisterTaskDefinitionRequest request, Func<PortMapping, PortMapping> change) =>
        WithContainer(request, container => container with { PortMappings = [change(container.PortMappings![0])] });

    private static void AssertRefusal(ApiError error, string code, string message)
    {
        Assert.Equal((code, 400), (error.Code, error.HttpStatus));
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
