using Pergola.Core;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>What a service says about itself, and what failures do to it.</summary>
internal static class ServiceEvents
{
    /// <summary>As many as DescribeServices shows.</summary>
    public const int EventsMax = 100;

    /// <summary>Failures that are this far apart are not in a row.</summary>
    private static readonly TimeSpan s_rowGap = TimeSpan.FromMinutes(10);

    /// <summary>A task that ran for so long had started well: its replacement need not wait.</summary>
    public static readonly TimeSpan RanWell = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest wait between two attempts. AWS tells no number; a person should see the next try soon.
    /// </summary>
    private static readonly TimeSpan s_backoffMax = TimeSpan.FromMinutes(5);

    /// <summary>The service with a sentence more: <c>(service NAME) …</c>.</summary>
    public static EcsService Say(this EcsService service, string sentence, LoopGiven given) => service with
    {
        Events =
        [
            new EcsEvent(Mint.Uuid(given.Entropy), given.Now, $"(service {service.ServiceName}) {sentence}"),
            .. service.Events.Take(EventsMax - 1),
        ],
    };

    /// <summary>The service after a task failed: counted, and with a wait before the next attempt.</summary>
    public static EcsService CountFailure(
        this EcsService service, EcsTask task, bool countsForDeployment, LoopGiven given)
    {
        var counted = countsForDeployment
            ? service with
            {
                Deployments =
                [
                    .. service.Deployments.Select(deployment => deployment.Number == task.DeploymentNumber
                        ? deployment with { FailedTasks = deployment.FailedTasks + 1, UpdatedAt = given.Now }
                        : deployment),
                ],
            }
            : service;
        return task.StartedAt is { } started && given.Now - started >= RanWell ? counted : counted.BackOff(given);
    }

    /// <summary>The service with a longer wait before it starts the next task.</summary>
    public static EcsService BackOff(this EcsService service, LoopGiven given)
    {
        var inRow = service.Backoff.LastFailure is { } last && given.Now - last < s_rowGap;
        var attempts = inRow ? service.Backoff.Attempts + 1 : 1;
        var wait = TimeSpan.FromSeconds(Math.Min(s_backoffMax.TotalSeconds, Math.Pow(2, Math.Min(attempts - 1, 10))));
        var waiting = service with { Backoff = new LaunchBackoff(attempts, given.Now, given.Now + wait) };
        return attempts % CircuitBreaker.ThresholdMin == 0
            ? waiting.Say(
                "is unable to consistently start tasks successfully. "
                + "For more information, see the Troubleshooting section.",
                given)
            : waiting;
    }
}
