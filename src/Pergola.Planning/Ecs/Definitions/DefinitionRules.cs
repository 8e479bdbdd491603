using System.Globalization;
using System.Text.RegularExpressions;
using Pergola.Api.Ecs;

namespace Pergola.Planning.Ecs.Definitions;

/// <summary>What makes a task definition acceptable, beyond its shape.</summary>
internal static partial class DefinitionRules
{
    /// <summary>AWS's limit of containers in a task definition.</summary>
    public const int ContainersMax = 10;

    /// <summary>The longest stop timeout that Fargate allows, in seconds.</summary>
    public const int StopTimeoutMax = 120;

    /// <summary>Why this cannot be registered; null when it can.</summary>
    public static EcsError? Error(RegisterTaskDefinitionRequest request)
    {
        if (!EcsNames.IsName(request.Family))
        {
            return new EcsError.Client(
                $"family '{request.Family}' is not allowed: use 1 to 255 letters, digits, hyphens and underscores.");
        }

        if (request.ContainerDefinitions.Count is 0 or > ContainersMax)
        {
            return new EcsError.Client(
                $"containerDefinitions has {request.ContainerDefinitions.Count} containers: use 1 to {ContainersMax}.");
        }

        return request.ContainerDefinitions
            .Select(container => ContainerError(container, request))
            .FirstOrDefault(error => error is not null)
            ?? UniqueError(request)
            ?? FargateError(request);
    }

    private static EcsError.Client? ContainerError(ContainerDefinition container, RegisterTaskDefinitionRequest request)
    {
        if (container.Name is null || !EcsNames.IsName(container.Name))
        {
            return new EcsError.Client($"Container.name '{container.Name}' should not be null or empty, and may have "
                + "letters, digits, hyphens and underscores only.");
        }

        if (string.IsNullOrWhiteSpace(container.Image))
        {
            return new EcsError.Client($"Container.image of '{container.Name}' should not be null or empty.");
        }

        if (container.StopTimeout is < 0 or > StopTimeoutMax)
        {
            return new EcsError.Client(
                $"stopTimeout of '{container.Name}' is {container.StopTimeout}: use 0 to {StopTimeoutMax} seconds.");
        }

        var unknown = container.DependsOn?.FirstOrDefault(
            dependency => request.ContainerDefinitions.All(other => other.Name != dependency.ContainerName));
        return unknown is not null
            ? new EcsError.Client(
                $"dependsOn of '{container.Name}' names the container '{unknown.ContainerName}', which is not defined.")
            : (container.PortMappings ?? [])
                .Select(mapping => PortError(container, mapping, request))
                .FirstOrDefault(error => error is not null);
    }

    private static EcsError.Client? PortError(
        ContainerDefinition container, PortMapping mapping, RegisterTaskDefinitionRequest request)
    {
        if (mapping.ContainerPort is null or < 1 or > 65535)
        {
            return new EcsError.Client(
                $"containerPort of '{container.Name}' is {mapping.ContainerPort}: use 1 to 65535.");
        }

        if (request.NetworkMode == "awsvpc" && mapping.HostPort is { } host and not 0 && host != mapping.ContainerPort)
        {
            return new EcsError.Client(
                "When networkMode=awsvpc, the host ports and container ports in port mappings must match; "
                + $"'{container.Name}' maps {mapping.ContainerPort} to {host}.");
        }

        return mapping.Name is { } name && !PortName().IsMatch(name)
            ? new EcsError.Client(
                $"portMappings name '{name}' of '{container.Name}' is not allowed: use 1 to 64 lower-case letters, "
                + "digits, underscores and hyphens, not beginning with a hyphen.")
            : null;
    }

    private static EcsError.Client? UniqueError(RegisterTaskDefinitionRequest request)
    {
        var twice = request.ContainerDefinitions
            .GroupBy(container => container.Name)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return new EcsError.Client($"Container names must be unique; '{twice.Key}' is used twice.");
        }

        var port = request.ContainerDefinitions.SelectMany(container => container.PortMappings ?? [])
            .Where(mapping => mapping.Name is not null)
            .GroupBy(mapping => mapping.Name)
            .FirstOrDefault(group => group.Count() > 1);
        if (port is not null)
        {
            return new EcsError.Client($"Port mapping names must be unique; '{port.Key}' is used twice.");
        }

        return request.ContainerDefinitions.Any(container => container.Essential ?? true)
            ? null
            : new EcsError.Client("A task definition needs at least one essential container.");
    }

    private static EcsError.Client? FargateError(RegisterTaskDefinitionRequest request)
    {
        if (request.RequiresCompatibilities?.Contains("FARGATE") != true)
        {
            return null;
        }

        if (request.NetworkMode != "awsvpc")
        {
            return new EcsError.Client("Fargate only supports network mode awsvpc.");
        }

        if (request.Cpu is null || request.Memory is null)
        {
            var missing = request.Cpu is null ? "cpu" : "memory";
            return new EcsError.Client($"Fargate requires task definition to have {missing} at the task level.");
        }

        return FargateSizes.Allows(request.Cpu, request.Memory)
            ? null
            : new EcsError.Client(
                "No Fargate configuration exists for given values: "
                + string.Create(CultureInfo.InvariantCulture, $"{request.Cpu} CPU, {request.Memory} memory. ")
                + "See the Amazon ECS documentation for the valid values.");
    }

    [GeneratedRegex("^[a-z0-9_][a-z0-9_-]{0,63}$")]
    private static partial Regex PortName();
}
