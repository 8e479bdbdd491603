using Pergola.Api.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>What CreateService and UpdateService refuse alike.</summary>
internal static class ServiceRules
{
    /// <summary>The largest desired count: AWS's quota of tasks per service.</summary>
    public const int DesiredCountMax = 5000;

    private static readonly DeploymentConfiguration s_defaults =
        new() { MaximumPercent = 200, MinimumHealthyPercent = 100, Strategy = "ROLLING" };

    /// <summary>Why this cannot be the deployment configuration of a service; null when it can.</summary>
    public static EcsError? DeploymentConfigurationError(DeploymentConfiguration? configuration) => configuration switch
    {
        { Strategy: not (null or "ROLLING") } => new EcsError.Unsupported(
            $"The deployment strategy {configuration.Strategy} is not supported. Use ROLLING."),
        { LifecycleHooks.Count: > 0 } => new EcsError.Unsupported(
            "Deployment lifecycle hooks are not supported. Remove lifecycleHooks."),
        { Alarms.Enable: true } => new EcsError.Unsupported(
            "Deployment alarms are not supported, since there is no CloudWatch to raise them. Remove alarms."),
        { MinimumHealthyPercent: < 0 or > 100 } => new EcsError.InvalidParameter(
            $"minimumHealthyPercent is {configuration.MinimumHealthyPercent}: use 0 to 100."),
        { MaximumPercent: < 100 or > 200 } => new EcsError.InvalidParameter(
            $"maximumPercent is {configuration.MaximumPercent}: use 100 to 200."),
        _ => null,
    };

    /// <summary>Why the desired count is not allowed; null when it is.</summary>
    public static EcsError? DesiredCountError(int? desiredCount) => desiredCount is < 0 or > DesiredCountMax
        ? new EcsError.InvalidParameter($"desiredCount is {desiredCount}: use 0 to {DesiredCountMax}.")
        : null;

    /// <summary>Refuses what other services would have to do for this one, as long as they do not exist here.</summary>
    public static EcsError? UnsupportedError(
        IReadOnlyList<LoadBalancer>? loadBalancers,
        IReadOnlyList<ServiceRegistry>? registries,
        ServiceConnectConfiguration? serviceConnect,
        IReadOnlyList<ServiceVolumeConfiguration>? volumes)
    {
        if (loadBalancers is { Count: > 0 })
        {
            return new EcsError.Unsupported(
                "loadBalancers are not supported: there is no Elastic Load Balancing here. "
                + "Use vpcLatticeConfigurations.");
        }

        if (registries is { Count: > 0 })
        {
            return new EcsError.Unsupported(
                "serviceRegistries are not supported: Pergola has no Cloud Map. Use vpcLatticeConfigurations.");
        }

        if (serviceConnect is { Enabled: true })
        {
            return new EcsError.Unsupported(
                "serviceConnectConfiguration is not supported. Use vpcLatticeConfigurations.");
        }

        return volumes is { Count: > 0 }
            ? new EcsError.Unsupported("volumeConfigurations are not supported: Pergola has no Elastic Block Store.")
            : null;
    }

    /// <summary>The configuration with ECS's defaults where the request says nothing.</summary>
    public static DeploymentConfiguration Completed(DeploymentConfiguration? configuration) =>
        Merged(s_defaults, configuration);

    /// <summary>The configuration with a request's on top; what is absent stays.</summary>
    public static DeploymentConfiguration Merged(DeploymentConfiguration current, DeploymentConfiguration? changed) =>
        changed is null
            ? current
            : current with
            {
                MaximumPercent = changed.MaximumPercent ?? current.MaximumPercent,
                MinimumHealthyPercent = changed.MinimumHealthyPercent ?? current.MinimumHealthyPercent,
                DeploymentCircuitBreaker = changed.DeploymentCircuitBreaker ?? current.DeploymentCircuitBreaker,
                Alarms = changed.Alarms ?? current.Alarms,
                BakeTimeInMinutes = changed.BakeTimeInMinutes ?? current.BakeTimeInMinutes,
            };
}
