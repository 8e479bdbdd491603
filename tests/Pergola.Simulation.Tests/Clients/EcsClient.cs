using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using static Pergola.Simulation.Tests.Clients.NetworkClient;
using SecurityGroup = Pergola.Domain.Network.SecurityGroup;
using Subnet = Pergola.Domain.Network.Subnet;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Simulation.Tests.Clients;

/// <summary>Somebody who runs tasks and services.</summary>
internal static class EcsClient
{
    private const string Port = "web-80-tcp";

    public static object Make(Realm realm, Dice dice)
    {
        var cluster = Cluster(realm, dice);
        var definition = Definition(realm, dice);
        var subnet = dice.Any(realm.Of<Subnet>().All);
        return dice.Roll(10) switch
        {
            0 => new CreateClusterRequest { ClusterName = $"cluster-{dice.Roll(2)}" },
            1 => Definition(dice),
            < 6 => new CreateServiceRequest
            {
                Cluster = cluster,
                ServiceName = $"service-{dice.Roll(3)}",
                TaskDefinition = definition,
                DesiredCount = dice.Roll(3),
                LaunchType = "FARGATE",
                NetworkConfiguration = Network(subnet, realm, dice),
                VpcLatticeConfigurations = Lattice(subnet?.VpcId, realm, dice),
            },
            < 9 => Update(realm, dice),
            _ => new RunTaskRequest
            {
                Cluster = cluster,
                TaskDefinition = definition,
                LaunchType = "FARGATE",
                NetworkConfiguration = Network(subnet, realm, dice),
            },
        };
    }

    public static object Delete(Realm realm, Dice dice)
    {
        var service = dice.Any(realm.Of<EcsService>().All);
        var task = dice.Any(realm.Of<EcsTask>().All);
        return dice.Roll(5) switch
        {
            0 => new DeleteClusterRequest { Cluster = Cluster(realm, dice) },
            1 => new DeregisterTaskDefinitionRequest { TaskDefinition = Id<EcsTaskDefinition>(realm, dice) },
            2 => new DeleteTaskDefinitionsRequest { TaskDefinitions = [Id<EcsTaskDefinition>(realm, dice)] },
            3 => new DeleteServiceRequest
            {
                Cluster = service?.ClusterName ?? "none", Service = service?.ServiceName ?? "none", Force = true,
            },
            _ => new StopTaskRequest { Cluster = task?.ClusterName ?? "none", Task = task?.TaskId ?? "none" },
        };
    }

    private static UpdateServiceRequest Update(Realm realm, Dice dice)
    {
        var service = dice.Any(realm.Of<EcsService>().All);
        var request = new UpdateServiceRequest
        {
            Cluster = service?.ClusterName ?? "none", Service = service?.ServiceName ?? "none",
        };
        return dice.Roll(4) switch
        {
            0 => request with { ForceNewDeployment = true },
            1 => request with { TaskDefinition = Definition(realm, dice) },
            2 => request with
            {
                VpcLatticeConfigurations = Lattice(VpcOf(service?.Primary?.SubnetIds[0], realm), realm, dice),
            },
            _ => request with { DesiredCount = dice.Roll(4) },
        };
    }

    // Mostly what is in use, sometimes what is not any more.
    private static string Cluster(Realm realm, Dice dice) => dice.OneIn(10)
        ? Id<EcsCluster>(realm, dice)
        : dice.Any(realm.Of<EcsCluster>().All.Where(each => each.Status == "ACTIVE"))?.Id ?? "absent";

    private static string Definition(Realm realm, Dice dice) => dice.OneIn(10)
        ? Id<EcsTaskDefinition>(realm, dice)
        : dice.Any(realm.Of<EcsTaskDefinition>().All.Where(each => each.Shape.Status == "ACTIVE"))?.Id ?? "absent:1";

    private static string? VpcOf(string? subnetId, Realm realm) => realm.Of<Subnet>().Find(subnetId)?.VpcId;

    private static NetworkConfiguration Network(Subnet? subnet, Realm realm, Dice dice)
    {
        var group = subnet is null ? null : dice.Any(realm.Of<SecurityGroup>().Under(subnet.VpcId));
        return new NetworkConfiguration
        {
            AwsvpcConfiguration = new AwsVpcConfiguration
            {
                Subnets = [subnet?.SubnetId ?? "absent"],
                SecurityGroups = dice.OneIn(5) || group is null ? [Id<SecurityGroup>(realm, dice)] : [group.GroupId],
            },
        };
    }

    private static VpcLatticeConfiguration[] Lattice(string? vpcId, Realm realm, Dice dice)
    {
        var anyVpc = dice.OneIn(6);
        var groups = realm.Of<TargetGroup>().All.Where(each => anyVpc || each.Config?.VpcIdentifier == vpcId);
        return dice.OneIn(3) || dice.Any(groups) is not { } group
            ? []
            : [new VpcLatticeConfiguration
            {
                RoleArn = Simulation.RoleArn, TargetGroupArn = group.Arn, PortName = Port,
            }];
    }

    private static RegisterTaskDefinitionRequest Definition(Dice dice) => new()
    {
        Family = $"family-{dice.Roll(2)}",
        NetworkMode = "awsvpc",
        RequiresCompatibilities = ["FARGATE"],
        Cpu = "256",
        Memory = "512",
        ContainerDefinitions =
        [
            new ContainerDefinition
            {
                Name = "web",
                Image = "nginx",
                Essential = true,
                PortMappings = [new PortMapping { Name = Port, ContainerPort = 80, Protocol = "tcp" }],
            },
        ],
    };
}
