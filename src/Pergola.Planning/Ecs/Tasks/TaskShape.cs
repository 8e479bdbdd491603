using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain.Ecs;
using System.Collections.Immutable;
using Attribute = Pergola.Api.Ecs.Attribute;
using KeyValuePair = Pergola.Api.Ecs.KeyValuePair;
using Scope = Pergola.Core.Scope;
using Task = Pergola.Api.Ecs.Task;

namespace Pergola.Planning.Ecs.Tasks;

/// <summary>A task as the API shows it.</summary>
internal static class TaskShape
{
    /// <summary>The shape; tags only where asked for.</summary>
    public static Task Of(EcsTask task, Scope scope, bool tags) => new()
    {
        TaskArn = task.Arn,
        TaskDefinitionArn = Arn.Of("ecs", scope, $"task-definition/{task.TaskDefinitionId}"),
        ClusterArn = Arn.Of("ecs", scope, $"cluster/{task.ClusterName}"),
        Attachments = [Attachment(task)],
        Attributes = [new Attribute { Name = "ecs.cpu-architecture", Value = "x86_64" }],
        AvailabilityZone = task.Attachment.AvailabilityZone,
        Connectivity = task.ConnectivityAt is null ? null : "CONNECTED",
        ConnectivityAt = task.ConnectivityAt,
        Containers = [.. task.Containers.Select(container => Container(container, task, scope))],
        Cpu = task.Cpu,
        Memory = task.Memory,
        CreatedAt = task.CreatedAt,
        DesiredStatus = task.DesiredStatus,
        LastStatus = task.LastStatus,
        EnableExecuteCommand = task.EnableExecuteCommand,
        EphemeralStorage = new EphemeralStorage { SizeInGiB = 20 },
        FargateEphemeralStorage = new TaskEphemeralStorage { SizeInGiB = 20 },
        Group = task.Group,
        HealthStatus = Health(task),
        LaunchType = task.LaunchType,
        Overrides = Overrides(task),
        PlatformVersion = task.PlatformVersion,
        PlatformFamily = Platform.Family,
        PullStartedAt = task.PullStartedAt,
        PullStoppedAt = task.PullStoppedAt,
        StartedAt = task.StartedAt,
        StartedBy = task.StartedBy,
        StoppingAt = task.StoppingAt,
        StopCode = task.StopCode,
        StoppedReason = task.StoppedReason,
        ExecutionStoppedAt = task.ExecutionStoppedAt,
        StoppedAt = task.StoppedAt,
        Tags = tags ? EcsTags.To(task.Tags) : [],
        InferenceAccelerators = [],
        Version = task.Version,
    };

    // A task is healthy when every essential container with a check is, unhealthy when one is not.
    private static string Health(EcsTask task)
    {
        var checks = task.Containers
            .Where(container => container is { Essential: true, HasHealthCheck: true })
            .Select(container => container.HealthStatus)
            .ToList();
        return checks.Contains("UNHEALTHY") ? "UNHEALTHY"
            : checks.Count > 0 && checks.All(check => check == "HEALTHY") ? "HEALTHY"
            : "UNKNOWN";
    }

    private static Attachment Attachment(EcsTask task)
    {
        var attachment = task.Attachment;
        var details = new List<KeyValuePair>
        {
            Detail("subnetId", attachment.SubnetId),
            Detail("networkInterfaceId", attachment.InterfaceId),
            Detail("macAddress", attachment.MacAddress),
        };
        if (attachment.PrivateDnsName is { } name)
        {
            details.Add(Detail("privateDnsName", name));
        }

        details.Add(Detail("privateIPv4Address", attachment.PrivateAddress));
        return new Attachment
        {
            Id = attachment.AttachmentId,
            Type = "ElasticNetworkInterface",
            Status = task.LastStatus switch
            {
                "PROVISIONING" => "ATTACHING",
                "DEPROVISIONING" => "DETACHING",
                "STOPPED" => "DELETED",
                _ => "ATTACHED",
            },
            Details = details,
        };
    }

    private static KeyValuePair Detail(string name, string value) => new() { Name = name, Value = value };

    private static TaskOverride Overrides(EcsTask task)
    {
        var given = task.Overrides ?? new TaskOverride();
        var byName = (given.ContainerOverrides ?? []).ToLookup(other => other.Name);
        return given with
        {
            ContainerOverrides = ImmutableArray.CreateRange(task.Containers.Select(container =>
                byName[container.Name].FirstOrDefault() ?? new ContainerOverride { Name = container.Name })),
            InferenceAcceleratorOverrides = [],
        };
    }

    private static Container Container(EcsContainer container, EcsTask task, Scope scope) => new()
    {
        ContainerArn = Arn.Of("ecs", scope, $"container/{task.ClusterName}/{task.TaskId}/{container.ContainerId}"),
        TaskArn = task.Arn,
        Name = container.Name,
        Image = container.Image,
        ImageDigest = container.ImageDigest,
        RuntimeId = container.RuntimeId,
        LastStatus = container.LastStatus,
        ExitCode = container.ExitCode,
        Reason = container.Reason,
        HealthStatus = container.HealthStatus,
        NetworkBindings = [],
        NetworkInterfaces =
        [
            new NetworkInterface
            {
                AttachmentId = task.Attachment.AttachmentId,
                PrivateIpv4Address = task.Attachment.PrivateAddress,
            },
        ],
        Cpu = container.Cpu,
        Memory = container.Memory,
        MemoryReservation = container.MemoryReservation,
    };
}
