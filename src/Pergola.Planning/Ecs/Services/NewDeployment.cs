using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Services;

/// <summary>Makes a service's next PRIMARY deployment and the record that will tell how it went.</summary>
internal static class NewDeployment
{
    /// <summary>
    /// The digits after <c>ecs-svc/</c>; Terraform's waiter looks for them in the service revision's ARN.
    /// </summary>
    public const int NumberLength = 19;

    /// <summary>The length of a service deployment's id.</summary>
    public const int KeyLength = 21;

    /// <summary>Most deployments that a service remembers; more would only fill the journal.</summary>
    public const int RememberedMax = 50;

    /// <summary>A number, key and first state for a deployment, whose configuration the caller gave.</summary>
    public static EcsDeployment Begun(EcsDeployment deployment, Given given)
    {
        var number = Mint.Digits(NumberLength, given.Entropy);
        return deployment with
        {
            Number = number,
            ServiceDeploymentId = Mint.UpperAlphanumeric("", KeyLength, given.Entropy),
            Status = "PRIMARY",
            RolloutState = "IN_PROGRESS",
            RolloutStateReason = $"ECS deployment ecs-svc/{number} in progress.",
            FailedTasks = 0,
            CreatedAt = given.Now,
            UpdatedAt = given.Now,
        };
    }

    /// <summary>The service with that deployment in front; the one before stays until it has no tasks left.</summary>
    public static EcsService Start(EcsService service, EcsDeployment deployment, DateTimeOffset now) => service with
    {
        Deployments =
        [
            deployment,
            .. service.Deployments.Select(other => other with { Status = "ACTIVE", UpdatedAt = now }),
        ],
        Steady = false,
        Backoff = new LaunchBackoff(0, null, null),
    };

    /// <summary>
    /// The records: the new deployment's, the end of the one it takes over from, and the removal of those long past.
    /// </summary>
    public static ImmutableArray<Change> Records(
        EcsService before, EcsService service, EcsDeployment deployment, Realm realm, Given given)
    {
        var known = realm.Of<EcsServiceDeployment>().Under(service.Id).ToImmutableArray();
        var changes = ImmutableArray.CreateBuilder<Change>();
        foreach (var old in known.Where(record => record.Status is "IN_PROGRESS" or "ROLLBACK_IN_PROGRESS"))
        {
            changes.Add(new Change.Put(given.Scope, old with
            {
                Status = "STOPPED",
                StatusReason = "A newer deployment took its place.",
                FinishedAt = given.Now,
                UpdatedAt = given.Now,
            }));
        }

        foreach (var past in known.SkipLast(RememberedMax - 1))
        {
            changes.Add(new Change.Remove(given.Scope, ResourceKinds.For<EcsServiceDeployment>(), past.Id));
        }

        changes.Add(new Change.Put(given.Scope, new EcsServiceDeployment
        {
            DeploymentKey = deployment.ServiceDeploymentId,
            ServiceId = service.Id,
            Target = deployment,
            SourceNumbers = [.. before.Deployments.Select(other => other.Number)],
            Status = "IN_PROGRESS",
            DeploymentConfiguration = service.DeploymentConfiguration,
            CreatedAt = given.Now,
            UpdatedAt = given.Now,
        }));
        return changes.ToImmutable();
    }
}
