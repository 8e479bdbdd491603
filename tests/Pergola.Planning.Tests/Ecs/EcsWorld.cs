using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Identity;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Ecs;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Definitions;
using Pergola.Planning.Ecs.Services;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using Resource = Pergola.Domain.Resource;
using Scope = Pergola.Core.Scope;

namespace Pergola.Planning.Tests.Ecs;

/// <summary>
/// An account with a VPC, a role and a target group, a node, and the ECS loop between them; time stands still.
/// </summary>
internal sealed class EcsWorld
{
    public const string SubnetA = "subnet-0000000000000000a";
    public const string SubnetC = "subnet-0000000000000000c";
    public const string Group = "sg-00000000000000001";
    public const string Image = "public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest";
    public const string RoleArn = "arn:aws:iam::000000000000:role/ecs-infrastructure";
    public const string VpcId = "vpc-00000000000000001";

    private const string LatticePolicy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";

    public static readonly Scope Scope = new("000000000000", "ap-northeast-1");
    public static readonly string GroupArn = Arn.Of("vpc-lattice", Scope, "targetgroup/tg-00000000000000001");
    public static readonly string OtherGroupArn = Arn.Of("vpc-lattice", Scope, "targetgroup/tg-00000000000000002");

    private static readonly Caller s_caller =
        new(Scope.Account, Scope.Region, "arn:aws:iam::000000000000:root", "000000000000", "AKIA");

    private readonly SeededEntropy _entropy = new(7);

    public EcsWorld()
    {
        Put(new Vpc { VpcId = VpcId, CidrBlock = "10.0.0.0/16", EnableDnsHostnames = true, Available = true });
        Put(Subnet(SubnetA, "10.0.1.0/24", "ap-northeast-1a"));
        Put(Subnet(SubnetC, "10.0.2.0/24", "ap-northeast-1c"));
        Put(new SecurityGroup { GroupId = Group, VpcId = VpcId, GroupName = "web", Description = "web" });
        Put(TargetGroup(GroupArn));
        Put(TargetGroup(OtherGroupArn));
        SetPolicies(LatticePolicy);
    }

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty;

    public Realm Realm => Snapshot.In(Scope);

    public SimulatedNode Node { get; } = new();

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    /// <summary>What the health checker says of each new target.</summary>
    public string TargetStatus { get; set; } = "HEALTHY";

    public Given Given => new(Now, _entropy, s_caller, Pace.Aws, "request");

    public DateTimeOffset? NextDue { get; private set; }

    public void SetPolicies(params string[] arns) => Commit([new Change.Put(Scope.Global, new Role
    {
        RoleName = "ecs-infrastructure",
        RoleId = "AROA",
        Path = "/",
        Arn = RoleArn,
        AssumeRolePolicyDocument = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """,
        AttachedPolicyArns = [.. arns],
    })]);

    public void Put(Resource resource) => Commit([new Change.Put(Scope, resource)]);

    public TResponse Accept<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        var accept = Assert.IsType<Decision<TResponse>.Accept>(decide(request, Snapshot, Given), exactMatch: true);
        Commit(accept.Changes);
        return accept.Response;
    }

    public ApiError Refuse<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        Assert.IsType<Decision<TResponse>.Reject>(decide(request, Snapshot, Given), exactMatch: true).Error;

    /// <summary>A cluster <c>main</c>.</summary>
    public EcsWorld WithCluster()
    {
        Accept(CreateCluster.Decide, new CreateClusterRequest { ClusterName = "main" });
        return this;
    }

    /// <summary>A revision of <c>webserver</c> with the named port <c>web-80-tcp</c>.</summary>
    public EcsWorld WithDefinition(string image = Image, HealthCheck? check = null)
    {
        Accept(RegisterTaskDefinition.Decide, Definition(image, check));
        return this;
    }

    public static RegisterTaskDefinitionRequest Definition(string image = Image, HealthCheck? check = null) => new()
    {
        Family = "webserver",
        NetworkMode = "awsvpc",
        RequiresCompatibilities = ["FARGATE"],
        Cpu = "1024",
        Memory = "2048",
        ContainerDefinitions =
        [
            new ContainerDefinition
            {
                Name = "webserver",
                Image = image,
                Essential = true,
                HealthCheck = check,
                PortMappings =
                [
                    new PortMapping
                    {
                        Name = "web-80-tcp",
                        ContainerPort = 80,
                        HostPort = 80,
                        Protocol = "tcp",
                        AppProtocol = "http",
                    },
                ],
            },
        ],
    };

    public static CreateServiceRequest Service(int desired = 1, params string[] targetGroupArns) => new()
    {
        Cluster = "main",
        ServiceName = "web",
        TaskDefinition = "webserver",
        DesiredCount = desired,
        LaunchType = "FARGATE",
        NetworkConfiguration = new NetworkConfiguration
        {
            AwsvpcConfiguration = new AwsVpcConfiguration
            {
                Subnets = [SubnetA, SubnetC],
                SecurityGroups = [Group],
                AssignPublicIp = "DISABLED",
            },
        },
        VpcLatticeConfigurations = Lattice(targetGroupArns),
    };

    public static ImmutableArray<VpcLatticeConfiguration> Lattice(params string[] targetGroupArns) =>
    [
        .. targetGroupArns.Select(arn =>
            new VpcLatticeConfiguration { RoleArn = RoleArn, TargetGroupArn = arn, PortName = "web-80-tcp" }),
    ];

    /// <summary>A world in which the service <c>main/web</c> has reached its steady state.</summary>
    public static EcsWorld Steady(int desired = 1, params string[] targetGroupArns)
    {
        var world = new EcsWorld().WithCluster().WithDefinition();
        world.Accept(CreateService.Decide, Service(desired, targetGroupArns));
        world.Settle();
        return world;
    }

    public void Deregister(string name) => Accept(
        DeregisterTaskDefinition.Decide, new DeregisterTaskDefinitionRequest { TaskDefinition = name });

    public void Delete(bool force) => Accept(
        DeleteService.Decide, new DeleteServiceRequest { Cluster = "main", Service = "web", Force = force });

    public Service Describe() => Assert.Single(Accept(
        DescribeServices.Decide, new DescribeServicesRequest { Cluster = "main", Services = ["web"] }).Services!);

    public EcsService TheService => Realm.Of<EcsService>()["main/web"];

    public IEnumerable<EcsTask> Tasks => Realm.Of<EcsTask>().All;

    public IEnumerable<EcsTask> Running => Tasks.Where(task => task.LastStatus == "RUNNING");

    public IEnumerable<Target> Targets => Realm.Of<Target>().All;

    public IEnumerable<NetworkInterface> Interfaces => Realm.Of<NetworkInterface>().All;

    /// <summary>One pass of the loop; true when it changed something.</summary>
    public bool Loop()
    {
        var step = EcsLoop.Step(Snapshot, Node.Report, new LoopGiven(Now, _entropy, Pace.Aws));
        NextDue = step.NextDue;
        if (step.Changes.IsEmpty)
        {
            return false;
        }

        Commit(step.Changes);
        Assert.Empty(EcsLoop.Step(Snapshot, Node.Report, new LoopGiven(Now, _entropy, Pace.Aws)).Changes);
        return true;
    }

    /// <summary>The loop, the node and the health checker take turns until nothing changes.</summary>
    public void Settle(Action? afterEachTurn = null)
    {
        for (var turn = 0; turn < 200; turn++)
        {
            var changed = Loop();
            Node.Work(Snapshot);
            changed |= Loop();
            changed |= CheckTargets();
            afterEachTurn?.Invoke();
            if (!changed)
            {
                return;
            }
        }

        Assert.Fail("The world does not come to rest.");
    }

    /// <summary>Lets so much time pass and settles.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        Settle();
    }

    public void Commit(IReadOnlyCollection<Change> changes)
    {
        if (changes.Count > 0)
        {
            Snapshot = Snapshot.Apply(changes);
        }
    }

    // The part of the Lattice loop that tasks wait for: checks, and the end of draining.
    private bool CheckTargets()
    {
        var changes = Targets.SelectMany<Target, Change>(target => target switch
        {
            { Status: "DRAINING" } when target.DrainUntil <= Now =>
                [new Change.Remove(Scope, ResourceKinds.For<Target>(), target.Id)],
            { Status: "DRAINING" } => [],
            _ when target.Status != TargetStatus => [new Change.Put(Scope, target with { Status = TargetStatus })],
            _ => [],
        }).ToList();
        Commit(changes);
        return changes.Count > 0;
    }

    private static Subnet Subnet(string id, string cidr, string zone) =>
        new() { SubnetId = id, VpcId = VpcId, CidrBlock = cidr, AvailabilityZone = zone };

    private static TargetGroup TargetGroup(string arn) => new()
    {
        TargetGroupId = arn[(arn.LastIndexOf('/') + 1)..],
        Arn = arn,
        Name = "web",
        Type = "IP",
        Status = "ACTIVE",
        Config = new Api.VpcLattice.TargetGroupConfig { VpcIdentifier = VpcId, Port = 80, Protocol = "HTTP" },
    };
}
