using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Definitions;

/// <summary>
/// Makes a revision INACTIVE. What runs of it keeps running, and its services may still replace tasks.
/// </summary>
internal static class DeregisterTaskDefinition
{
    public static Decision<DeregisterTaskDefinitionResponse> Decide(
        DeregisterTaskDefinitionRequest request, Snapshot snapshot, Given given)
    {
        if (EcsNames.FullDefinitionKey(request.TaskDefinition) is not { } key)
        {
            return new EcsError.InvalidParameter(
                $"taskDefinition '{request.TaskDefinition}' must name a revision, as in 'family:1'.");
        }

        if (!snapshot.In(given.Scope).Of<EcsTaskDefinition>().TryGet(key, out var definition))
        {
            return new EcsError.Client(
                "The specified task definition does not exist. Specify a valid account, family, revision and "
                + "try again.");
        }

        if (definition.Shape.Status != "ACTIVE")
        {
            return new DeregisterTaskDefinitionResponse { TaskDefinition = definition.Shape };
        }

        var inactive = definition with
        {
            Shape = definition.Shape with { Status = "INACTIVE", DeregisteredAt = given.Now },
        };
        return new Decision<DeregisterTaskDefinitionResponse>.Accept(
            new DeregisterTaskDefinitionResponse { TaskDefinition = inactive.Shape },
            [new Change.Put(given.Scope, inactive)]);
    }
}

/// <summary>
/// Marks INACTIVE revisions for deletion. They stay describable, so that their numbers are not given again.
/// </summary>
internal static class DeleteTaskDefinitions
{
    /// <summary>AWS's limit of revisions in one call.</summary>
    public const int DefinitionsMax = 10;

    public static Decision<DeleteTaskDefinitionsResponse> Decide(
        DeleteTaskDefinitionsRequest request, Snapshot snapshot, Given given)
    {
        if (request.TaskDefinitions.Count is 0 or > DefinitionsMax)
        {
            return new EcsError.InvalidParameter(
                $"taskDefinitions has {request.TaskDefinitions.Count} entries: use 1 to {DefinitionsMax}.");
        }

        var table = snapshot.In(given.Scope).Of<EcsTaskDefinition>();
        var shapes = ImmutableArray.CreateBuilder<TaskDefinition>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        var changes = ImmutableArray.CreateBuilder<Change>();
        foreach (var name in request.TaskDefinitions)
        {
            var definition = table.Find(EcsNames.FullDefinitionKey(name));
            if (definition is null || definition.Shape.Status == "ACTIVE")
            {
                failures.Add(new Failure
                {
                    Arn = name,
                    Reason = definition is null
                        ? "The specified task definition does not exist."
                        : "The specified task definition is still in ACTIVE status. Please deregister the target and "
                            + "try again.",
                });
                continue;
            }

            var going = definition with
            {
                Shape = definition.Shape with { Status = "DELETE_IN_PROGRESS", DeleteRequestedAt = given.Now },
            };
            shapes.Add(going.Shape);
            changes.Add(new Change.Put(given.Scope, going));
        }

        return new Decision<DeleteTaskDefinitionsResponse>.Accept(
            new DeleteTaskDefinitionsResponse
            {
                TaskDefinitions = shapes.ToImmutable(),
                Failures = failures.ToImmutable(),
            },
            changes.ToImmutable());
    }
}
