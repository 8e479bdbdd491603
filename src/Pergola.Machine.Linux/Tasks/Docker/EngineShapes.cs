using System.Text.Json.Serialization;

namespace Pergola.Machine.Linux.Tasks.Docker;

// The part of the Docker Engine API (https://docs.docker.com/reference/api/engine/) that is used, in its own words.

internal sealed record EngineContainerSpec(
    string Image,
    IDictionary<string, string> Labels,
    EngineHostConfig HostConfig,
    IReadOnlyList<string>? Entrypoint = null,
    IReadOnlyList<string>? Cmd = null,
    IReadOnlyList<string>? Env = null,
    string? WorkingDir = null,
    string? User = null,
    string? Hostname = null,
    EngineHealthcheck? Healthcheck = null);

internal sealed record EngineHostConfig(
    string NetworkMode,
    EngineRestartPolicy RestartPolicy,
    IReadOnlyList<string>? CapDrop = null,
    bool? ReadonlyRootfs = null,
    IReadOnlyList<string>? Dns = null,
    IReadOnlyList<string>? DnsSearch = null,
    IReadOnlyList<string>? ExtraHosts = null,
    IDictionary<string, string>? Sysctls = null,
    long? Memory = null,
    long? CpuShares = null);

internal sealed record EngineRestartPolicy(string Name);

/// <summary>Times in nanoseconds.</summary>
internal sealed record EngineHealthcheck(
    IReadOnlyList<string> Test, long Interval, long Timeout, int Retries, long StartPeriod);

internal sealed record EngineCreated(string Id);

internal sealed record EngineListed(string Id, string State, Dictionary<string, string> Labels);

internal sealed record EngineContainer(string Id, string Image, EngineState State);

internal sealed record EngineState(
    string Status,
    bool OOMKilled,
    int Pid,
    int ExitCode,
    string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    EngineHealth? Health);

internal sealed record EngineHealth(string Status);

internal sealed record EngineImage(string Id, IReadOnlyList<string>? RepoDigests);

internal sealed record EngineEvent(string? Action, EngineActor? Actor);

internal sealed record EngineActor(string? ID);

/// <summary>What the engine says when it refuses, and a line of a pull's progress.</summary>
internal sealed record EngineMessage(
    [property: JsonPropertyName("message")] string? Message, [property: JsonPropertyName("error")] string? Error);

[JsonSerializable(typeof(EngineContainerSpec))]
[JsonSerializable(typeof(EngineCreated))]
[JsonSerializable(typeof(EngineListed[]))]
[JsonSerializable(typeof(EngineContainer))]
[JsonSerializable(typeof(EngineImage))]
[JsonSerializable(typeof(EngineMessage))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class EngineJson : JsonSerializerContext;
