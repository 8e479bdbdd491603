using System.Collections.Concurrent;
using System.Diagnostics;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>A container's health check as it lies on disk. Times in seconds.</summary>
internal sealed record HealthPlan(
    string[] Command, double Interval, double Timeout, int Retries, double StartPeriod)
{
    internal static HealthPlan Of(HealthCommand check, SelfCommand self) => new(
        check.Command switch
        {
            ["CMD-SHELL", var line, ..] => ["/bin/sh", "-c", Tools(self) + line],
            ["CMD", ..] => ["/bin/sh", "-c", Tools(self) + "\"$@\"", "sh", .. check.Command.Skip(1)],
            ["NONE"] => [],
            _ => [.. check.Command],
        },
        check.Interval.TotalSeconds,
        check.Timeout.TotalSeconds,
        check.Retries,
        check.StartPeriod.TotalSeconds);

    // Images bring the curl or wget of their health checks; stand-ins bring ours where the machine has none.
    private static string Tools(SelfCommand self)
    {
        var fetch = string.Join(' ', self.With("builtin", "fetch")
            .Select(word => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
        return string.Concat(((string[])["curl", "wget"])
            .Select(tool => $"command -v {tool} >/dev/null || {tool}() {{ {fetch} {tool} \"$@\"; }}\n"));
    }
}

/// <summary>Runs the health checks of processes, each in its task's network, and remembers what they said.</summary>
internal sealed class HealthChecks(SelfCommand self, TimeProvider time, Action changed) : IDisposable
{
    private readonly ConcurrentDictionary<(string Task, string Container), Watched> _watched = new();

    internal ContainerHealth Of(string taskId, string container) =>
        _watched.TryGetValue((taskId, container), out var watched) ? watched.Health : ContainerHealth.Unknown;

    /// <summary>Begins checking, if the container has a check.</summary>
    internal void Watch(TaskFolder folder, Launch launch)
    {
        if (launch.Health is not { Command.Length: > 0 } plan)
        {
            return;
        }

        var watched = new Watched();
        if (_watched.TryAdd((folder.TaskId, launch.Name), watched))
        {
            _ = LoopAsync(watched, folder, launch, plan);
        }
    }

    internal void Forget(string taskId, string container)
    {
        if (_watched.TryRemove((taskId, container), out var watched))
        {
            watched.Ending.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var (task, container) in _watched.Keys)
        {
            Forget(task, container);
        }
    }

    private async Task LoopAsync(Watched watched, TaskFolder folder, Launch launch, HealthPlan plan)
    {
        var ending = watched.Ending.Token;
        var begin = time.GetTimestamp();
        var failures = 0;
        try
        {
            while (folder.Supervisor(launch.Name) is not null)
            {
                await Task.Delay(TimeSpan.FromSeconds(plan.Interval), time, ending);
                var isWell = await CheckAsync(folder, launch, plan, ending);
                var isStarting = time.GetElapsedTime(begin).TotalSeconds < plan.StartPeriod;
                failures = isWell || isStarting ? 0 : failures + 1;
                var health = isWell ? ContainerHealth.Healthy
                    : failures >= plan.Retries ? ContainerHealth.Unhealthy
                    : watched.Health;
                if (health != watched.Health)
                {
                    watched.Health = health;
                    changed();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The container is being stopped, or the server is.
        }
    }

    private async Task<bool> CheckAsync(
        TaskFolder folder, Launch launch, HealthPlan plan, CancellationToken ending)
    {
        var command = self.With(["sandbox-run", folder.LaunchFile(launch.Name), .. plan.Command]);
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        });
        if (process is null)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(plan.Timeout), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ending);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, either.Token),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, either.Token),
                process.WaitForExitAsync(either.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ending.ThrowIfCancellationRequested();
            return false;
        }
    }

    private sealed class Watched
    {
        internal ContainerHealth Health { get; set; }

        internal CancellationTokenSource Ending { get; } = new();
    }
}
