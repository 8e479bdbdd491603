using Pergola.Core;

namespace Pergola.Machine.Tasks;

/// <summary>What should run for one task (or throw-away host): containers that share one network namespace.</summary>
/// <param name="TaskId">Unique on the node; 32 hex characters for ECS.</param>
/// <param name="Sandbox">The name of its network namespace, the same as in the interface's spec.</param>
/// <param name="Hostname">For example <c>ip-10-0-1-23.ap-northeast-1.compute.internal</c>.</param>
/// <param name="ResolverAddress">The nameserver of its resolv.conf.</param>
/// <param name="Containers">In the order of the task definition.</param>
/// <param name="Labels">For people and adoption: account, region, cluster, service, task ARN.</param>
public sealed record Workload(
    string TaskId,
    string Sandbox,
    string Hostname,
    string ResolverAddress,
    ValueList<ContainerSpec> Containers,
    ValueList<Label> Labels);

/// <summary>A name and a value.</summary>
public sealed record Label(string Name, string Value);

/// <summary>One container of a task.</summary>
/// <param name="Image">As the task definition says it.</param>
/// <param name="EntryPoint">Null: the image's own.</param>
/// <param name="Command">Null: the image's own.</param>
/// <param name="StopTimeout">Between TERM and KILL.</param>
/// <param name="MemoryMiB">Hard limit; null: none.</param>
/// <param name="Essential">When it exits, the task stops.</param>
/// <param name="DependsOn">Containers that have to reach a condition first.</param>
public sealed record ContainerSpec(
    string Name,
    string Image,
    ValueList<string>? EntryPoint,
    ValueList<string>? Command,
    ValueList<Label> Environment,
    string? WorkingDirectory,
    string? User,
    TimeSpan StopTimeout,
    int? MemoryMiB,
    int CpuUnits,
    bool Essential,
    HealthCommand? HealthCheck,
    ValueList<Dependency> DependsOn);

/// <summary>A container's health check, as ECS has it.</summary>
public sealed record HealthCommand(
    ValueList<string> Command, TimeSpan Interval, TimeSpan Timeout, int Retries, TimeSpan StartPeriod);

/// <summary>A start condition: START, COMPLETE, SUCCESS or HEALTHY.</summary>
public sealed record Dependency(string Container, string Condition);
