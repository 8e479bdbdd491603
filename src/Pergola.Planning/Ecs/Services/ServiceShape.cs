using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using System.Collections.Immutable;
using Scope = Pergola.Core.Scope;

namespace Pergola.Planning.Ecs.Services;

/// <summary>A service as the API shows it.</summary>
internal static class ServiceShape
{
    /// <summary>The shape with its tags, as the operations answer that change a service.</summary>
    public static Service Whole(EcsService service, Realm realm, Scope scope) => Of(service, realm, scope, tags: true);

    /// <summary>The shape, with counts from the tasks that are there.</summary>
    public static Service Of(EcsService service, Realm realm, Scope scope, bool tags)
    {
        var tasks = realm.Of<EcsTask>().Under(service.Id)
            .Where(task => task.LastStatus != "STOPPED")
            .ToImmutableArray();
        var primary = service.Primary;
        return new Service
        {
            ServiceArn = service.Arn,
            ServiceName = service.ServiceName,
            ClusterArn = Arn.Of("ecs", scope, $"cluster/{service.ClusterName}"),
            Status = service.Status,
            DesiredCount = service.DesiredCount,
            RunningCount = tasks.Count(IsRunning),
            PendingCount = tasks.Count(IsPending),
            LaunchType = primary is { CapacityProviderStrategy.IsEmpty: false }
                ? null
                : primary?.LaunchType ?? "FARGATE",
            CapacityProviderStrategy =
                primary is { CapacityProviderStrategy.IsEmpty: false } ? primary.CapacityProviderStrategy : null,
            PlatformVersion = primary?.PlatformVersion ?? Platform.Latest,
            PlatformFamily = Platform.Family,
            TaskDefinition = primary is null ? null : DefinitionArn(primary, scope),
            DeploymentConfiguration = service.DeploymentConfiguration,
            DeploymentController = new DeploymentController { Type = service.DeploymentController },
            Deployments = [.. service.Deployments.Select(deployment => Deployment(deployment, service, tasks, scope))],
            RoleArn = $"arn:aws:iam::{scope.Account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            Events = [.. service.Events.Select(Event)],
            CreatedAt = service.CreatedAt,
            CreatedBy = service.CreatedBy,
            LoadBalancers = [],
            ServiceRegistries = [],
            PlacementConstraints = [],
            PlacementStrategy = [],
            NetworkConfiguration = primary is null ? null : Network(primary),
            HealthCheckGracePeriodSeconds = service.HealthCheckGracePeriodSeconds,
            SchedulingStrategy = service.SchedulingStrategy,
            EnableECSManagedTags = service.EnableEcsManagedTags,
            EnableExecuteCommand = service.EnableExecuteCommand,
            PropagateTags = service.PropagateTags,
            AvailabilityZoneRebalancing = service.AvailabilityZoneRebalancing,
            CurrentServiceDeployment =
                primary is null ? null : ServiceDeploymentShape.Arn(service, primary.ServiceDeploymentId, scope),
            CurrentServiceRevisions =
                [.. service.Deployments.Select(deployment => Revision(deployment, service, tasks, scope))],
            Tags = tags ? EcsTags.To(service.Tags) : [],
        };
    }

    /// <summary>Whether a task counts as running.</summary>
    public static bool IsRunning(EcsTask task) => task.LastStatus == "RUNNING";

    /// <summary>Whether a task counts as pending: on its way up, and nobody has told it to stop.</summary>
    public static bool IsPending(EcsTask task) =>
        task.DesiredStatus == "RUNNING" && task.LastStatus is "PROVISIONING" or "PENDING" or "ACTIVATING";

    /// <summary>The network configuration of a deployment.</summary>
    public static NetworkConfiguration Network(EcsDeployment deployment) => new()
    {
        AwsvpcConfiguration = new AwsVpcConfiguration
        {
            Subnets = deployment.SubnetIds,
            SecurityGroups = deployment.SecurityGroupIds,
            AssignPublicIp = deployment.AssignPublicIp ? "ENABLED" : "DISABLED",
        },
    };

    /// <summary>The ARN of a deployment's task definition.</summary>
    public static string DefinitionArn(EcsDeployment deployment, Scope scope) =>
        Arn.Of("ecs", scope, $"task-definition/{deployment.TaskDefinitionId}");

    private static ServiceEvent Event(EcsEvent entry) =>
        new() { Id = entry.EventId, CreatedAt = entry.CreatedAt, Message = entry.Message };

    private static Deployment Deployment(
        EcsDeployment deployment, EcsService service, ImmutableArray<EcsTask> tasks, Scope scope)
    {
        var own = tasks.Where(task => task.DeploymentNumber == deployment.Number).ToImmutableArray();
        var byStrategy = !deployment.CapacityProviderStrategy.IsEmpty;
        return new Deployment
        {
            Id = deployment.DeploymentId,
            Status = deployment.Status,
            TaskDefinition = DefinitionArn(deployment, scope),
            DesiredCount = deployment.IsPrimary
                ? service.DesiredCount
                : own.Count(task => task.DesiredStatus == "RUNNING"),
            PendingCount = own.Count(IsPending),
            RunningCount = own.Count(IsRunning),
            FailedTasks = deployment.FailedTasks,
            CreatedAt = deployment.CreatedAt,
            UpdatedAt = deployment.UpdatedAt,
            LaunchType = byStrategy ? null : deployment.LaunchType,
            CapacityProviderStrategy = byStrategy ? deployment.CapacityProviderStrategy : null,
            PlatformVersion = deployment.PlatformVersion,
            PlatformFamily = Platform.Family,
            NetworkConfiguration = Network(deployment),
            RolloutState = deployment.RolloutState,
            RolloutStateReason = deployment.RolloutStateReason,
            VpcLatticeConfigurations = deployment.LatticeConfigurations,
        };
    }

    private static ServiceCurrentRevisionSummary Revision(
        EcsDeployment deployment, EcsService service, ImmutableArray<EcsTask> tasks, Scope scope)
    {
        var own = tasks.Where(task => task.DeploymentNumber == deployment.Number).ToImmutableArray();
        return new ServiceCurrentRevisionSummary
        {
            Arn = ServiceDeploymentShape.RevisionArn(service, deployment.Number, scope),
            RequestedTaskCount = deployment.IsPrimary
                ? service.DesiredCount
                : own.Count(task => task.DesiredStatus == "RUNNING"),
            RunningTaskCount = own.Count(IsRunning),
            PendingTaskCount = own.Count(IsPending),
        };
    }
}
