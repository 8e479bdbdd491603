using System.Collections.Immutable;

namespace Pergola.Domain.Ecs;

/// <summary>One version of a service on its way to, or at, the desired count.</summary>
public sealed record EcsDeployment
{
    /// <summary>19 digits, shared by the deployment and the service revision.</summary>
    public required string Number { get; init; }

    /// <summary><c>ecs-svc/NUMBER</c>: also what its tasks say they were started by.</summary>
    public string DeploymentId => $"ecs-svc/{Number}";

    /// <summary>PRIMARY or ACTIVE.</summary>
    public required string Status { get; init; }

    /// <summary>True for the one that tasks are started for.</summary>
    public bool IsPrimary => Status == "PRIMARY";

    /// <summary>The key of its task definition.</summary>
    public required string TaskDefinitionId { get; init; }

    /// <summary>The key of the service deployment that tells how it went.</summary>
    public required string ServiceDeploymentId { get; init; }

    public required string LaunchType { get; init; }

    public required string PlatformVersion { get; init; }

    public required ImmutableArray<string> SubnetIds { get; init; }

    /// <summary>Empty: the VPC's default group.</summary>
    public required ImmutableArray<string> SecurityGroupIds { get; init; }

    public required bool AssignPublicIp { get; init; }

    public ImmutableArray<Api.Ecs.CapacityProviderStrategyItem> CapacityProviderStrategy { get; init; } = [];

    public ImmutableArray<Api.Ecs.VpcLatticeConfiguration> LatticeConfigurations { get; init; } = [];

    public int FailedTasks { get; init; }

    /// <summary>IN_PROGRESS, COMPLETED or FAILED.</summary>
    public required string RolloutState { get; init; }

    public required string RolloutStateReason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>How one deployment of a service went: what the newer waiters read.</summary>
public sealed record EcsServiceDeployment : Resource
{
    /// <summary>21 characters.</summary>
    public required string DeploymentKey { get; init; }

    /// <inheritdoc/>
    public override string Id => DeploymentKey;

    /// <summary>The key of the service.</summary>
    public required string ServiceId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ServiceId;

    /// <summary>The deployment as it began; the service revision says the same.</summary>
    public required EcsDeployment Target { get; init; }

    /// <summary>Numbers of the revisions it replaced.</summary>
    public ImmutableArray<string> SourceNumbers { get; init; } = [];

    /// <summary>IN_PROGRESS, SUCCESSFUL, STOPPED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL, …</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    /// <summary>The number of the revision that it rolls back to.</summary>
    public string? RollbackNumber { get; init; }

    public string? RollbackReason { get; init; }

    public DateTimeOffset? RollbackStartedAt { get; init; }

    public required Api.Ecs.DeploymentConfiguration DeploymentConfiguration { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
