using System.Diagnostics;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>
/// Runs built-in images without a container engine: each container is a process of the product's own binary in the
/// sandbox's network, with its own view of the resolver. Processes outlive the server; whoever opens the same folder
/// next finds them again.
/// </summary>
public sealed class ProcessContainers : IContainers, IDisposable
{
    private const int TerminatedExitCode = 128 + TaskSyscalls.SignalTerminate;

    private readonly string _tasks;
    private readonly SelfCommand _self;
    private readonly TimeProvider _time;
    private readonly ExitWatch _exits;
    private readonly TaskTurns _turns = new();
    private readonly HealthChecks _health;
    private readonly ChangeSignal _signal = new();

    /// <summary>Finds again what an earlier server left running in the folder.</summary>
    /// <param name="runtimeFolder">For example <c>/run/pergola-4566</c>; one server at a time uses it.</param>
    /// <param name="self">How to start the product's binary.</param>
    /// <param name="time">Counts stop timeouts and health check intervals.</param>
    public ProcessContainers(string runtimeFolder, SelfCommand self, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(self);
        _tasks = Path.Combine(runtimeFolder, "tasks");
        _self = self;
        _time = time;
        _health = new HealthChecks(self, time, Raise);
        _exits = new ExitWatch(Raise);
        Directory.CreateDirectory(_tasks);
        foreach (var folder in TaskFolder.All(_tasks))
        {
            Adopt(folder);
        }
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string Name => "process";

    /// <inheritdoc/>
    public ContainersState Observe() => new(
        [.. from folder in TaskFolder.All(_tasks)
            let record = folder.ReadRecord()
            where record is not null
            select Observe(folder, record)]);

    /// <inheritdoc/>
    public async Task<ContainerOutcome> ApplyAsync(ContainerOp operation, CancellationToken cancellation)
    {
        try
        {
            return new ContainerOutcome(operation switch
            {
                ContainerOp.EnsureSandbox op => await _turns.TakeAsync(
                    op.Workload.TaskId, () => Task.FromResult(EnsureSandbox(op.Workload)), cancellation),
                ContainerOp.EnsureStarted op => await _turns.TakeAsync(
                    op.Workload.TaskId, () => StartAsync(op.Workload, cancellation), cancellation),
                ContainerOp.Stop op => await StopAsync(op.TaskId, cancellation),
                ContainerOp.Remove op => await RemoveAsync(op.TaskId, cancellation),
                _ => throw new UnreachableException(),
            });
        }
        catch (IOException refused)
        {
            return new ContainerOutcome($"ResourceInitializationError: {refused.Message}");
        }
        catch (UnauthorizedAccessException refused)
        {
            return new ContainerOutcome($"ResourceInitializationError: {refused.Message}");
        }
    }

    /// <summary>Stops watching. What runs goes on running.</summary>
    public void Dispose()
    {
        _health.Dispose();
        _exits.Dispose();
    }

    /// <summary>Starts one container of a workload whose conditions have come true.</summary>
    internal async Task<string?> StartOneAsync(
        Workload workload, ContainerSpec container, CancellationToken cancellation) =>
        await _turns.TakeAsync(
            workload.TaskId,
            async () =>
            {
                var folder = new TaskFolder(_tasks, workload.TaskId);
                return EnsureSandbox(workload)
                    ?? (folder.WasStarted(container.Name) || folder.StopAsked
                        ? null
                        : await LaunchAsync(folder, workload, container, cancellation));
            },
            cancellation);

    private TaskState Observe(TaskFolder folder, TaskRecord record) => new(
        record.TaskId,
        [.. record.Order.Where(name => File.Exists(folder.LaunchFile(name)))
            .Select(name => folder.Observe(name, _health.Of(folder.TaskId, name)))]);

    private void Raise()
    {
        _signal.Raise();
        Changed?.Invoke();
    }

    private void Adopt(TaskFolder folder)
    {
        if (folder.ReadRecord() is not { } record)
        {
            return;
        }

        foreach (var name in record.Order)
        {
            if (folder.Supervisor(name) is not { } supervisor)
            {
                continue;
            }

            if (!SandboxNamespace.Exists(record.Sandbox))
            {
                // Its network belonged to a user namespace that ended with the last server; nobody can reach it.
                SignalWorkload(supervisor, TaskSyscalls.SignalKill);
                _ = TaskSyscalls.Kill(supervisor.Process, TaskSyscalls.SignalKill);
            }
            else
            {
                _exits.Add(supervisor.Process);
                _health.Watch(folder, Launch.Read(folder.LaunchFile(name)));
            }
        }
    }

    private string? EnsureSandbox(Workload workload)
    {
        var folder = new TaskFolder(_tasks, workload.TaskId);
        if (folder.Exists && SandboxNamespace.Exists(workload.Sandbox))
        {
            return null;
        }

        // Recorded as ours before it is made: a server that dies in between leaves nothing that nobody removes.
        var isOurs = !SandboxNamespace.Exists(workload.Sandbox);
        folder.Write(workload, isOurs);
        if (isOurs)
        {
            SandboxNamespace.Make(workload.Sandbox);
        }

        return null;
    }

    private async Task<string?> StartAsync(Workload workload, CancellationToken cancellation)
    {
        var unknown = workload.Containers.FirstOrDefault(c => BuiltinImages.Find(c.Image) is null);
        if (unknown is not null)
        {
            return BuiltinImages.CannotPull(unknown.Image);
        }

        if (EnsureSandbox(workload) is { } refused)
        {
            return refused;
        }

        var folder = new TaskFolder(_tasks, workload.TaskId);
        foreach (var container in StartOrder.Of(workload.Containers))
        {
            if (folder.WasStarted(container.Name))
            {
                continue;
            }

            var failure = await StartOrder.WaitAsync(
                container, () => Observe(folder, folder.ReadRecord()!), _signal, () => folder.StopAsked, cancellation);
            if (folder.StopAsked)
            {
                return null;
            }

            failure ??= await LaunchAsync(folder, workload, container, cancellation);
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<string?> LaunchAsync(
        TaskFolder folder, Workload workload, ContainerSpec container, CancellationToken cancellation)
    {
        var image = BuiltinImages.Find(container.Image)!;
        var launch = new Launch(
            container.Name,
            BuiltinCommand.For(_self, image, container),
            BuiltinCommand.Environment(image, workload, container),
            container.WorkingDirectory is { } folderInside && Directory.Exists(folderInside) ? folderInside : "/",
            container.StopTimeout.TotalSeconds,
            new NamespaceView(
                SandboxNamespace.PathOf(workload.Sandbox), folder.ResolvConf, folder.Hosts, workload.Hostname),
            folder.PidFile(container.Name),
            folder.ExitFile(container.Name),
            folder.LogFile(container.Name),
            container.HealthCheck is null ? null : HealthPlan.Of(container.HealthCheck, _self));
        folder.Write(launch);
        var command = _self.With("sandbox-init", folder.LaunchFile(container.Name));
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)
            ?? throw new IOException($"cannot start {command[0]}");
        // Its standard output ends when it has become the workload, or with the reason why it could not.
        var reason = await process.StandardOutput.ReadToEndAsync(cancellation);
        if (folder.Supervisor(container.Name) is { } supervisor)
        {
            _exits.Add(supervisor.Process);
        }

        if (!folder.WasStarted(container.Name))
        {
            return $"CannotStartContainerError: {(reason.Length > 0 ? reason : "its starter ended without a word")}";
        }

        _health.Watch(folder, launch);
        Raise();
        return reason.Length > 0 ? $"CannotStartContainerError: {reason}" : null;
    }

    private async Task<string?> StopAsync(string taskId, CancellationToken cancellation)
    {
        var folder = new TaskFolder(_tasks, taskId);
        if (folder.ReadRecord() is not { } record)
        {
            return null;
        }

        folder.AskStop();
        Raise();
        return await _turns.TakeAsync(
            taskId,
            async () =>
            {
                await Task.WhenAll(record.Order.Select(name => StopAsync(folder, name, cancellation)));
                return null;
            },
            cancellation);
    }

    private async Task StopAsync(TaskFolder folder, string container, CancellationToken cancellation)
    {
        if (folder.Supervisor(container) is not { } supervisor)
        {
            return;
        }

        _health.Forget(folder.TaskId, container);
        var timeout = TimeSpan.FromSeconds(Launch.Read(folder.LaunchFile(container)).StopSeconds);
        if (!SignalWorkload(supervisor, TaskSyscalls.SignalTerminate))
        {
            // The shell has not started it yet, and will not; if it is just doing so, the sweep below ends that.
            folder.WriteExit(container, TerminatedExitCode);
            _ = TaskSyscalls.Kill(supervisor.Process, TaskSyscalls.SignalKill);
        }

        using var patience = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await _signal.UntilAsync(() => folder.Supervisor(container) is null, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            SignalWorkload(supervisor, TaskSyscalls.SignalKill);
            await _signal.UntilAsync(() => folder.Supervisor(container) is null, cancellation);
        }

        // What the workload left behind in its session ends with it, as in a container.
        foreach (var left in ProcessEntry.All().Where(p => p.Session == supervisor.Process))
        {
            _ = TaskSyscalls.Kill(left.Process, TaskSyscalls.SignalKill);
        }
    }

    // Not the supervisor: it still has to write down the exit code.
    private static bool SignalWorkload(ProcessEntry supervisor, int signal)
    {
        var any = false;
        foreach (var member in ProcessEntry.All())
        {
            if (member.Session == supervisor.Process && member.Process != supervisor.Process)
            {
                _ = TaskSyscalls.Kill(member.Process, signal);
                any = true;
            }
        }

        return any;
    }

    private async Task<string?> RemoveAsync(string taskId, CancellationToken cancellation)
    {
        var folder = new TaskFolder(_tasks, taskId);
        if (folder.ReadRecord() is { } record)
        {
            folder.AskStop();
            Raise();
            await _turns.TakeAsync(
                taskId,
                async () =>
                {
                    await RemoveAsync(folder, record, cancellation);
                    return null;
                },
                cancellation);
        }

        folder.Delete();
        _turns.Forget(taskId);
        Raise();
        return null;
    }

    private async Task RemoveAsync(TaskFolder folder, TaskRecord record, CancellationToken cancellation)
    {
        foreach (var name in record.Order)
        {
            _health.Forget(folder.TaskId, name);
            if (folder.Supervisor(name) is { } supervisor)
            {
                SignalWorkload(supervisor, TaskSyscalls.SignalKill);
                _ = TaskSyscalls.Kill(supervisor.Process, TaskSyscalls.SignalKill);
                await _signal.UntilAsync(() => folder.Supervisor(name) is null, cancellation);
            }
        }

        // Whoever still is in its network (a shell of a person, a daemon that left its session) goes with it.
        foreach (var left in ProcessEntry.In(SandboxNamespace.PathOf(record.Sandbox)))
        {
            _ = TaskSyscalls.Kill(left.Process, TaskSyscalls.SignalKill);
        }

        if (record.MadeSandbox)
        {
            SandboxNamespace.Remove(record.Sandbox);
        }
    }
}
