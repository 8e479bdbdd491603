using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>How deployments end: completed, failed, rolled back, or out of tasks.</summary>
internal static class Deployments
{
    /// <summary>Gives up the PRIMARY deployment when the circuit breaker opens.</summary>
    public static void Judge(Scope scope, EcsService service, LoopPass pass)
    {
        if (!CircuitBreaker.Opens(service))
        {
            return;
        }

        const string Reason = "ECS deployment circuit breaker: tasks failed to start.";
        var failed = service.Primary! with
        {
            RolloutState = "FAILED",
            RolloutStateReason = Reason,
            UpdatedAt = pass.Given.Now,
        };
        var told = With(service, failed)
            .Say($"(deployment {failed.DeploymentId}) deployment failed: tasks failed to start.", pass.Given);
        var last = service.DeploymentConfiguration.DeploymentCircuitBreaker!.Rollback
            ? LastCompleted(told, pass.Current.In(scope))
            : null;
        if (last is null)
        {
            pass.Apply(
            [
                new Change.Put(scope, told),
                .. Record(scope, failed, pass.Current.In(scope), record => Finished(record, pass) with
                {
                    Status = "STOPPED",
                    StatusReason = Reason,
                }),
            ]);
            return;
        }

        pass.Apply(RollBack(scope, told, last, Reason, pass.Current.In(scope), pass.Given));
    }

    /// <summary>
    /// Makes the last completed deployment PRIMARY again; the failed one keeps the record of how it went.
    /// </summary>
    public static ImmutableArray<Change> RollBack(
        Scope scope, EcsService service, EcsDeployment last, string reason, Realm realm, LoopGiven given)
    {
        var failed = service.Primary!;
        var again = last with
        {
            Status = "PRIMARY",
            ServiceDeploymentId = failed.ServiceDeploymentId,
            RolloutState = "IN_PROGRESS",
            RolloutStateReason = $"ECS deployment circuit breaker: rolling back to deploymentId {last.DeploymentId}.",
            FailedTasks = 0,
            UpdatedAt = given.Now,
        };
        var rolling = service with
        {
            Deployments =
            [
                again,
                .. service.Deployments
                    .Where(other => other.Number != last.Number)
                    .Select(other => other with { Status = "ACTIVE" }),
            ],
            Backoff = new LaunchBackoff(0, null, null),
            Steady = false,
        };
        return
        [
            new Change.Put(scope, rolling.Say($"rolling back to deployment {last.DeploymentId}.", given)),
            .. Record(scope, failed, realm, record => record with
            {
                Status = "ROLLBACK_IN_PROGRESS",
                StatusReason = reason,
                RollbackNumber = last.Number,
                RollbackReason = reason,
                RollbackStartedAt = given.Now,
                UpdatedAt = given.Now,
            }),
        ];
    }

    /// <summary>Lets deployments without tasks go, and says so when the PRIMARY one has what it asked for.</summary>
    public static void Settle(Scope scope, EcsService service, LoopPass pass)
    {
        var realm = pass.Current.In(scope);
        var live = ServiceKeeper.Live(service, realm);
        var settled = service with
        {
            Deployments =
            [
                .. service.Deployments.Where(deployment =>
                    deployment.IsPrimary || live.Any(task => task.DeploymentNumber == deployment.Number)),
            ],
        };
        if (settled.Deployments.Length == service.Deployments.Length)
        {
            settled = service;
        }

        var steady = settled.Deployments.Length == 1
            && live.Length == settled.DesiredCount
            && live.All(task => TaskViews.Of(task, settled, realm, pass.Given.Now).Health == TaskHealth.Healthy);
        settled = steady ? Completed(scope, settled, pass) : settled.Steady ? settled with { Steady = false } : settled;
        if (settled != service)
        {
            pass.Apply(new Change.Put(scope, settled));
        }
    }

    private static EcsService Completed(Scope scope, EcsService service, LoopPass pass)
    {
        var completed = service;
        if (service.Primary is { RolloutState: "IN_PROGRESS" } primary)
        {
            var done = primary with
            {
                RolloutState = "COMPLETED",
                RolloutStateReason = $"ECS deployment {primary.DeploymentId} completed.",
                UpdatedAt = pass.Given.Now,
            };
            completed = With(service, done).Say($"(deployment {done.DeploymentId}) deployment completed.", pass.Given);
            pass.Apply(Record(scope, done, pass.Current.In(scope), record => Finished(record, pass) with
            {
                Status = record.RollbackNumber is null ? "SUCCESSFUL" : "ROLLBACK_SUCCESSFUL",
            }));
        }

        return completed.Steady
            ? completed
            : (completed with { Steady = true }).Say("has reached a steady state.", pass.Given);
    }

    /// <summary>The newest deployment that completed; null when none has.</summary>
    public static EcsDeployment? LastCompleted(EcsService service, Realm realm)
    {
        var record = realm.Of<EcsServiceDeployment>().Under(service.Id).LastOrDefault(r => r.Status == "SUCCESSFUL");
        return service.Deployments.FirstOrDefault(deployment => deployment.Number == record?.Target.Number)
            ?? record?.Target;
    }

    private static EcsService With(EcsService service, EcsDeployment changed) => service with
    {
        Deployments = [.. service.Deployments.Select(other => other.Number == changed.Number ? changed : other)],
    };

    private static EcsServiceDeployment Finished(EcsServiceDeployment record, LoopPass pass) =>
        record with { FinishedAt = pass.Given.Now, UpdatedAt = pass.Given.Now };

    private static ImmutableArray<Change> Record(
        Scope scope, EcsDeployment deployment, Realm realm, Func<EcsServiceDeployment, EcsServiceDeployment> change) =>
        realm.Of<EcsServiceDeployment>().TryGet(deployment.ServiceDeploymentId, out var record)
            ? [new Change.Put(scope, change(record))]
            : [];
}
