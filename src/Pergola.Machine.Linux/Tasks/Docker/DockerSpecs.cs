using System.Globalization;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>The labels and names by which our containers are known, to us and to people.</summary>
internal static class DockerLabels
{
    private const string InstanceLabel = "pergola.instance";
    private const string TaskLabel = "pergola.task";
    private const string ContainerLabel = "pergola.container";
    private const string SandboxLabel = "pergola.sandbox";
    private const string StopSecondsLabel = "pergola.stop-seconds";

    internal static string Instance(string instance) => $"{InstanceLabel}={instance}";

    // One label that is a task's alone: the engine's filter is not limited to one instance otherwise.
    internal static string Task(string instance, string taskId) => $"{TaskLabel}={instance}/{taskId}";

    internal static string PauseName(string instance, string taskId) => $"pergola-{instance}-{taskId}-pause.";

    internal static string ContainerName(string instance, string taskId, string container) =>
        $"pergola-{instance}-{taskId}-{container}";

    internal static bool IsPause(EngineListed container) => !container.Labels.ContainsKey(ContainerLabel);

    internal static string Sandbox(EngineListed container) => container.Labels[SandboxLabel];

    internal static string TaskId(EngineListed container) => container.Labels[TaskLabel].Split('/')[^1];

    internal static string Container(EngineListed container) => container.Labels[ContainerLabel];

    internal static string Describe(EngineListed container) =>
        $"{container.Id[..12]} {(IsPause(container) ? "network" : Container(container))} of task {TaskId(container)}";

    internal static int StopSeconds(EngineListed container) =>
        int.Parse(container.Labels[StopSecondsLabel], CultureInfo.InvariantCulture);

    internal static Dictionary<string, string> OfPause(string instance, Workload workload) =>
        Shared(instance, workload);

    internal static Dictionary<string, string> OfContainer(string instance, Workload workload, ContainerSpec container)
    {
        var labels = Shared(instance, workload);
        labels[ContainerLabel] = container.Name;
        labels[StopSecondsLabel] =
            Math.Ceiling(container.StopTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return labels;
    }

    private static Dictionary<string, string> Shared(string instance, Workload workload)
    {
        var labels = workload.Labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
        labels[InstanceLabel] = instance;
        labels[TaskLabel] = $"{instance}/{workload.TaskId}";
        labels[SandboxLabel] = workload.Sandbox;
        return labels;
    }
}

/// <summary>What the engine is asked to make.</summary>
internal static class DockerSpecs
{
    private const long BytesPerMiB = 1024 * 1024;
    private const long NanosecondsPerTick = 100;

    // The engine's own bounds of cpu shares.
    private const int CpuSharesMin = 2;

    /// <summary>The owner of the task's network; resolver, hosts and name of the task are its own.</summary>
    internal static EngineContainerSpec Pause(string instance, Workload workload)
    {
        var dot = workload.Hostname.IndexOf('.', StringComparison.Ordinal);
        var address = workload.Containers.SelectMany(c => c.Environment)
            .FirstOrDefault(v => v.Name == "PERGOLA_ADDRESS")?.Value;
        return new EngineContainerSpec(
            PauseImage.Name,
            DockerLabels.OfPause(instance, workload),
            new EngineHostConfig(
                NetworkMode: "none",
                // The scheduler replaces tasks; an engine that restarts them would do it without their interface.
                new EngineRestartPolicy("no"),
                CapDrop: ["ALL"],
                ReadonlyRootfs: true,
                Dns: [workload.ResolverAddress],
                DnsSearch: dot < 0 ? [] : [workload.Hostname[(dot + 1)..]],
                ExtraHosts: address is null ? [] : [$"{workload.Hostname}:{address}"],
                Sysctls: new Dictionary<string, string>
                {
                    // The engine turns IPv6 off in a network that it does not manage.
                    ["net.ipv6.conf.all.disable_ipv6"] = "0",
                    ["net.ipv6.conf.default.disable_ipv6"] = "0",
                    ["net.ipv4.ip_unprivileged_port_start"] = "0",
                }),
            Hostname: workload.Hostname);
    }

    /// <summary>A container of the task definition, in the network of the task.</summary>
    internal static EngineContainerSpec App(string instance, Workload workload, ContainerSpec container) => new(
        container.Image,
        DockerLabels.OfContainer(instance, workload, container),
        new EngineHostConfig(
            NetworkMode: $"container:{DockerLabels.PauseName(instance, workload.TaskId)}",
            new EngineRestartPolicy("no"),
            Memory: container.MemoryMiB * BytesPerMiB,
            CpuShares: Math.Max(CpuSharesMin, container.CpuUnits)),
        Entrypoint: container.EntryPoint,
        Cmd: container.Command,
        Env: [.. container.Environment.Select(v => $"{v.Name}={v.Value}")],
        WorkingDir: container.WorkingDirectory,
        User: container.User,
        Healthcheck: container.HealthCheck is { } check ? Health(check) : null);

    private static EngineHealthcheck Health(HealthCommand check) => new(
        check.Command,
        check.Interval.Ticks * NanosecondsPerTick,
        check.Timeout.Ticks * NanosecondsPerTick,
        check.Retries,
        check.StartPeriod.Ticks * NanosecondsPerTick);
}
