using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>A task: containers of one definition behind one network interface.</summary>
public sealed record EcsTask : Resource
{
    /// <summary>32 hex characters.</summary>
    public required string TaskId { get; init; }

    /// <inheritdoc/>
    public override string Id => TaskId;

    public required string ClusterName { get; init; }

    /// <summary>The key of its service; null for a task of its own.</summary>
    public string? ServiceId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ServiceId ?? ClusterName;

    public required string Arn { get; init; }

    /// <summary>The key of its task definition.</summary>
    public required string TaskDefinitionId { get; init; }

    /// <summary>The number of the deployment that started it; null for a task of its own.</summary>
    public string? DeploymentNumber { get; init; }

    public required string Group { get; init; }

    public string? StartedBy { get; init; }

    public required string LaunchType { get; init; }

    public required string PlatformVersion { get; init; }

    public required string Cpu { get; init; }

    public required string Memory { get; init; }

    public Api.Ecs.TaskOverride? Overrides { get; init; }

    public bool EnableExecuteCommand { get; init; }

    public required TaskAttachment Attachment { get; init; }

    public ImmutableArray<EcsContainer> Containers { get; init; } = [];

    /// <summary>Where it is registered while it is ACTIVATING or RUNNING.</summary>
    public ImmutableArray<TaskTarget> Targets { get; init; } = [];

    /// <summary>RUNNING or STOPPED: how far it should be.</summary>
    public required string DesiredStatus { get; init; }

    /// <summary>
    /// PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING or STOPPED.
    /// </summary>
    public required string LastStatus { get; init; }

    /// <summary>
    /// The revision that the last status was decided on; what a node says of an older one is no answer.
    /// </summary>
    public long StatusRevision { get; init; }

    public string? StopCode { get; init; }

    public string? StoppedReason { get; init; }

    public string? ClientToken { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConnectivityAt { get; init; }

    public DateTimeOffset? PullStartedAt { get; init; }

    public DateTimeOffset? PullStoppedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? StoppingAt { get; init; }

    public DateTimeOffset? ExecutionStoppedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; } = 1;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>The interface of a task, as it stays describable after the interface is gone.</summary>
/// <param name="AttachmentId">A UUID.</param>
/// <param name="PrivateDnsName">Null where the VPC gives no host names.</param>
public sealed record TaskAttachment(
    string AttachmentId,
    string InterfaceId,
    string VpcId,
    string SubnetId,
    string AvailabilityZone,
    string PrivateAddress,
    string MacAddress,
    string? PrivateDnsName);

/// <summary>A target group that the task registers in, and the port it registers with.</summary>
public sealed record TaskTarget(string TargetGroupArn, int Port);

/// <summary>A container of a task.</summary>
public sealed record EcsContainer
{
    public required string Name { get; init; }

    /// <summary>The UUID at the end of its ARN.</summary>
    public required string ContainerId { get; init; }

    public required string Image { get; init; }

    public required bool Essential { get; init; }

    /// <summary>Whether the definition has a health check, so that silence is not health.</summary>
    public required bool HasHealthCheck { get; init; }

    public required string Cpu { get; init; }

    public string? Memory { get; init; }

    public string? MemoryReservation { get; init; }

    /// <summary>PENDING, RUNNING or STOPPED.</summary>
    public string LastStatus { get; init; } = "PENDING";

    /// <summary>HEALTHY, UNHEALTHY or UNKNOWN.</summary>
    public string HealthStatus { get; init; } = "UNKNOWN";

    public string? RuntimeId { get; init; }

    public string? ImageDigest { get; init; }

    public int? ExitCode { get; init; }

    public string? Reason { get; init; }
}
