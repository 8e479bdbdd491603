using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>When a deployment has failed often enough to be given up.</summary>
internal static class CircuitBreaker
{
    /// <summary>Fewer failures never open it (ECS Developer Guide, deployment circuit breaker).</summary>
    public const int ThresholdMin = 3;

    /// <summary>More are never waited for (same page).</summary>
    public const int ThresholdMax = 200;

    /// <summary>
    /// How many failed tasks open it: half the desired count, within the bounds, or what the user configured.
    /// </summary>
    public static int Threshold(EcsService service) =>
        service.DeploymentConfiguration.DeploymentCircuitBreaker?.ThresholdConfiguration switch
        {
            { Type: "COUNT" } configured => Math.Max(1, configured.Value),
            { Type: "UNBOUNDED_PERCENT" } configured => Math.Max(1, Percent(service, configured.Value)),
            { Type: "BOUNDED_PERCENT" } configured =>
                Math.Clamp(Percent(service, configured.Value), ThresholdMin, ThresholdMax),
            _ => Math.Clamp(Percent(service, 50), ThresholdMin, ThresholdMax),
        };

    /// <summary>Whether the deployment on its way has failed often enough.</summary>
    public static bool Opens(EcsService service) =>
        service.DeploymentConfiguration.DeploymentCircuitBreaker is { Enable: true }
        && service.Primary is { RolloutState: "IN_PROGRESS" } primary
        && primary.FailedTasks >= Threshold(service);

    private static int Percent(EcsService service, int percent) => ((service.DesiredCount * percent) + 99) / 100;
}
