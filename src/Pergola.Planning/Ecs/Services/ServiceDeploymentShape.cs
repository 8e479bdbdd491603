using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using System.Collections.Immutable;
using Scope = Pergola.Core.Scope;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Service deployments and service revisions as the API shows them.</summary>
internal static class ServiceDeploymentShape
{
    /// <summary>The ARN of a service deployment.</summary>
    public static string Arn(EcsService service, string key, Scope scope) =>
        Core.Arn.Of("ecs", scope, $"service-deployment/{service.Id}/{key}");

    /// <summary>The ARN of a service revision: it ends with the digits of the deployment's id.</summary>
    public static string RevisionArn(EcsService service, string number, Scope scope) =>
        Core.Arn.Of("ecs", scope, $"service-revision/{service.Id}/{number}");

    /// <summary>The short form, in lists.</summary>
    public static ServiceDeploymentBrief Brief(EcsServiceDeployment record, EcsService service, Scope scope) => new()
    {
        ServiceDeploymentArn = Arn(service, record.DeploymentKey, scope),
        ServiceArn = service.Arn,
        ClusterArn = Core.Arn.Of("ecs", scope, $"cluster/{service.ClusterName}"),
        CreatedAt = record.CreatedAt,
        StartedAt = record.CreatedAt,
        FinishedAt = record.FinishedAt,
        TargetServiceRevisionArn = RevisionArn(service, record.Target.Number, scope),
        Status = record.Status,
        StatusReason = record.StatusReason,
    };

    /// <summary>The whole.</summary>
    public static ServiceDeployment Of(EcsServiceDeployment record, EcsService service, Realm realm, Scope scope) =>
        new()
    {
        ServiceDeploymentArn = Arn(service, record.DeploymentKey, scope),
        ServiceArn = service.Arn,
        ClusterArn = Core.Arn.Of("ecs", scope, $"cluster/{service.ClusterName}"),
        CreatedAt = record.CreatedAt,
        StartedAt = record.CreatedAt,
        UpdatedAt = record.UpdatedAt,
        FinishedAt = record.FinishedAt,
        StoppedAt = record.Status == "STOPPED" ? record.FinishedAt : null,
        SourceServiceRevisions = [.. record.SourceNumbers.Select(number => Summary(number, service, realm, scope))],
        TargetServiceRevision = Summary(record.Target.Number, service, realm, scope) with
        {
            RequestedProductionTrafficWeight = 100,
        },
        Status = record.Status,
        StatusReason = record.StatusReason,
        DeploymentConfiguration = record.DeploymentConfiguration,
        Rollback = record.RollbackNumber is { } number
            ? new Rollback
            {
                Reason = record.RollbackReason,
                StartedAt = record.RollbackStartedAt,
                ServiceRevisionArn = RevisionArn(service, number, scope),
            }
            : null,
        DeploymentCircuitBreaker = Breaker(record, service),
    };

    /// <summary>The service revision that a deployment brought.</summary>
    public static ServiceRevision Revision(EcsServiceDeployment record, EcsService service, Realm realm, Scope scope)
    {
        var target = record.Target;
        return new ServiceRevision
        {
            ServiceRevisionArn = RevisionArn(service, target.Number, scope),
            ServiceArn = service.Arn,
            ClusterArn = Core.Arn.Of("ecs", scope, $"cluster/{service.ClusterName}"),
            TaskDefinition = ServiceShape.DefinitionArn(target, scope),
            LaunchType = target.CapacityProviderStrategy.IsEmpty ? target.LaunchType : null,
            CapacityProviderStrategy = target.CapacityProviderStrategy.IsEmpty ? null : target.CapacityProviderStrategy,
            PlatformVersion = target.PlatformVersion,
            PlatformFamily = Platform.Family,
            NetworkConfiguration = ServiceShape.Network(target),
            ContainerImages =
            [
                .. (realm.Of<EcsTaskDefinition>().Find(target.TaskDefinitionId)?.Shape.ContainerDefinitions ?? [])
                    .Select(image => new ContainerImage { ContainerName = image.Name, Image = image.Image }),
            ],
            GuardDutyEnabled = false,
            LoadBalancers = [],
            ServiceRegistries = [],
            VolumeConfigurations = [],
            VpcLatticeConfigurations = target.LatticeConfigurations,
            CreatedAt = record.CreatedAt,
        };
    }

    private static ServiceRevisionSummary Summary(string number, EcsService service, Realm realm, Scope scope)
    {
        var tasks = realm.Of<EcsTask>().Under(service.Id)
            .Where(task => task.DeploymentNumber == number)
            .ToImmutableArray();
        return new ServiceRevisionSummary
        {
            Arn = RevisionArn(service, number, scope),
            RequestedTaskCount = service.Primary?.Number == number
                ? service.DesiredCount
                : tasks.Count(task => task.DesiredStatus == "RUNNING"),
            RunningTaskCount = tasks.Count(ServiceShape.IsRunning),
            PendingTaskCount = tasks.Count(ServiceShape.IsPending),
        };
    }

    private static ServiceDeploymentCircuitBreaker Breaker(EcsServiceDeployment record, EcsService service)
    {
        var enabled = record.DeploymentConfiguration.DeploymentCircuitBreaker?.Enable == true;
        var failures = service.Deployments.FirstOrDefault(d => d.Number == record.Target.Number)?.FailedTasks ?? 0;
        return new ServiceDeploymentCircuitBreaker
        {
            Status = !enabled ? "DISABLED" : record.RollbackNumber is not null ? "TRIGGERED"
                : record.FinishedAt is null ? "MONITORING" : "MONITORING_COMPLETE",
            FailureCount = failures,
            Threshold = Scheduling.CircuitBreaker.Threshold(service),
        };
    }
}
