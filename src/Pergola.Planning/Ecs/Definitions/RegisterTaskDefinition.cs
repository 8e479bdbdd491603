using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Definitions;

/// <summary>
/// Registers the next revision of a family. Container definitions are kept exactly as sent, with AWS's own additions
/// and no others: any invented default would make Terraform replace the definition with every plan.
/// </summary>
internal static class RegisterTaskDefinition
{
    public static Decision<RegisterTaskDefinitionResponse> Decide(
        RegisterTaskDefinitionRequest request, Snapshot snapshot, Given given)
    {
        var tags = EcsTags.From(request.Tags);
        if ((DefinitionRules.Error(request) ?? EcsTags.Error(tags)) is { } error)
        {
            return error;
        }

        var family = request.Family;
        var newest = snapshot.In(given.Scope).Of<EcsTaskDefinition>().Under(family).LastOrDefault();
        var revision = (newest?.Revision ?? 0) + 1;
        var definition = new EcsTaskDefinition
        {
            Family = family,
            Revision = revision,
            Shape = Shape(request, revision, given),
            Tags = tags,
        };
        return new Decision<RegisterTaskDefinitionResponse>.Accept(
            new RegisterTaskDefinitionResponse { TaskDefinition = definition.Shape, Tags = EcsTags.To(tags) },
            [new Change.Put(given.Scope, definition)]);
    }

    private static TaskDefinition Shape(RegisterTaskDefinitionRequest request, int revision, Given given)
    {
        var key = EcsTaskDefinition.Key(request.Family, revision);
        return new TaskDefinition
        {
            TaskDefinitionArn = Arn.Of("ecs", given.Scope, $"task-definition/{key}"),
            Family = request.Family,
            Revision = revision,
            Status = "ACTIVE",
            ContainerDefinitions =
                [.. request.ContainerDefinitions.Select(container => Completed(container, request.NetworkMode))],
            TaskRoleArn = request.TaskRoleArn,
            ExecutionRoleArn = request.ExecutionRoleArn,
            NetworkMode = request.NetworkMode,
            Volumes = request.Volumes ?? [],
            PlacementConstraints = request.PlacementConstraints ?? [],
            RequiresAttributes = [],
            Compatibilities = request.NetworkMode == "awsvpc" ? ["EC2", "FARGATE"] : ["EC2"],
            RequiresCompatibilities = request.RequiresCompatibilities,
            RuntimePlatform = request.RuntimePlatform,
            Cpu = request.Cpu,
            Memory = request.Memory,
            PidMode = request.PidMode,
            IpcMode = request.IpcMode,
            ProxyConfiguration = request.ProxyConfiguration,
            EphemeralStorage = request.EphemeralStorage,
            EnableFaultInjection = request.EnableFaultInjection,
            RegisteredAt = given.Now,
            RegisteredBy = given.Caller.Arn,
        };
    }

    // With awsvpc AWS answers hostPort = containerPort and protocol tcp; Terraform's comparison knows all of these.
    private static ContainerDefinition Completed(ContainerDefinition container, string? networkMode) => container with
    {
        Cpu = container.Cpu ?? 0,
        Essential = container.Essential ?? true,
        Environment = container.Environment ?? [],
        MountPoints = container.MountPoints ?? [],
        VolumesFrom = container.VolumesFrom ?? [],
        SystemControls = container.SystemControls ?? [],
        PortMappings = container.PortMappings is { } mappings
            ? [.. mappings.Select(mapping => mapping with
            {
                HostPort = networkMode == "awsvpc" ? mapping.ContainerPort : mapping.HostPort,
                Protocol = mapping.Protocol ?? "tcp",
            })]
            : ImmutableArray<PortMapping>.Empty,
    };
}
