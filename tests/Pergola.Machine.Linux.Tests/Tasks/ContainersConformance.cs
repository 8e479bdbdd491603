using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>What everything that runs containers promises: the twin, processes and Docker alike.</summary>
public abstract class ContainersConformance
{
    // A cause that does not come within this time never comes.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_container_runs()
    {
        var containers = Open();
        var workload = Workload(Sleeping());

        await ApplyAsync(containers, new ContainerOp.EnsureSandbox(workload));
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        var container = Assert.Single(Task(containers, workload).Containers);
        Assert.Equal(("app", ContainerPhase.Running), (container.Name, container.Phase));
        Assert.NotNull(container.StartedAt);
        Assert.Null(container.ExitCode);
    }

    [Fact]
    public async Task A_sandbox_is_there_before_its_containers_are()
    {
        var containers = Open();
        var workload = Workload(Sleeping());

        await ApplyAsync(containers, new ContainerOp.EnsureSandbox(workload));

        Assert.Empty(Task(containers, workload).Containers);
    }

    [Fact]
    public async Task The_exit_code_of_a_container_is_reported()
    {
        var containers = Open();
        var workload = Workload(Shell("exit 7"));

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        var container = Assert.Single(Task(containers, workload).Containers);
        Assert.Equal(7, container.ExitCode);
        Assert.NotNull(container.FinishedAt);
    }

    [Fact]
    public async Task A_container_that_has_exited_is_not_started_again()
    {
        var containers = Open();
        var workload = Workload(Shell("exit 7"));
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        Assert.Equal(ContainerPhase.Exited, Assert.Single(Task(containers, workload).Containers).Phase);
    }

    [Fact]
    public async Task A_container_that_ends_on_TERM_is_reported_with_143()
    {
        var containers = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        await ApplyAsync(containers, new ContainerOp.Stop(workload.TaskId));

        var container = Assert.Single(Task(containers, workload).Containers);
        Assert.Equal((ContainerPhase.Exited, 143), (container.Phase, container.ExitCode));
    }

    [Fact]
    public async Task A_container_that_ignores_TERM_is_killed_after_its_stop_timeout_and_reported_with_137()
    {
        var containers = Open();
        var workload = Workload(Stubborn() with { StopTimeout = TimeSpan.FromSeconds(1) });
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await ReadyAsync(containers, workload);

        await ApplyAsync(containers, new ContainerOp.Stop(workload.TaskId));

        var container = Assert.Single(Task(containers, workload).Containers);
        Assert.Equal((ContainerPhase.Exited, 137), (container.Phase, container.ExitCode));
    }

    [Fact]
    public async Task A_second_server_finds_what_the_first_one_started()
    {
        var first = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(first, new ContainerOp.EnsureStarted(workload));
        var before = Task(first, workload);
        (first as IDisposable)?.Dispose();

        var second = Open();

        Assert.Equal(before, Task(second, workload));
        await ApplyAsync(second, new ContainerOp.EnsureStarted(workload));
        Assert.Equal(before, Task(second, workload));
        await ApplyAsync(second, new ContainerOp.Stop(workload.TaskId));
        Assert.Equal(143, Assert.Single(Task(second, workload).Containers).ExitCode);
    }

    [Fact]
    public async Task Removing_a_running_task_leaves_nothing()
    {
        var containers = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        await ApplyAsync(containers, new ContainerOp.Remove(workload.TaskId));

        Assert.DoesNotContain(containers.Observe().Tasks, t => t.TaskId == workload.TaskId);
        AssertNothingIsLeft(workload);
    }

    [Fact]
    public async Task Stopping_and_removing_what_is_not_there_is_fine()
    {
        var containers = Open();

        await ApplyAsync(containers, new ContainerOp.Stop("0123456789abcdef0123456789abcdef"));
        await ApplyAsync(containers, new ContainerOp.Remove("0123456789abcdef0123456789abcdef"));
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_refused_in_words_of_AWS()
    {
        var containers = Open();
        var workload = Workload(Sleeping() with { Image = "127.0.0.1:1/nobody/has-this:v1" });

        var outcome = await containers.ApplyAsync(new ContainerOp.EnsureStarted(workload), Cancellation);

        Assert.StartsWith("CannotPullContainerError: ", outcome.Failure, StringComparison.Ordinal);
        Assert.Contains("nobody/has-this", outcome.Failure, StringComparison.Ordinal);
        await ApplyAsync(containers, new ContainerOp.Remove(workload.TaskId));
    }

    [Fact]
    public async Task A_container_waits_until_the_one_it_needs_has_succeeded()
    {
        var containers = Open();
        var first = Shell("exit 0") with { Name = "first" };
        var second = Sleeping() with { DependsOn = [new Dependency("first", "SUCCESS")] };
        var workload = Workload(second, first);

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        var task = Task(containers, workload);
        Assert.Equal(0, task.Containers.Single(c => c.Name == "first").ExitCode);
        Assert.Equal(ContainerPhase.Running, task.Containers.Single(c => c.Name == "app").Phase);
    }

    /// <summary>Opens the runtime under test; a second one sees what the first one left.</summary>
    protected abstract IContainers Open();

    /// <summary>A workload with a task id and sandbox of its own.</summary>
    protected abstract Workload Workload(params ContainerSpec[] containers);

    /// <summary>An image with a shell.</summary>
    protected abstract string ShellImage { get; }

    /// <summary>Fails when the machine still has something of the workload.</summary>
    protected abstract void AssertNothingIsLeft(Workload workload);

    /// <summary>Ends when the program has begun to ignore TERM.</summary>
    protected virtual Task ReadyAsync(IContainers containers, Workload workload) =>
        System.Threading.Tasks.Task.CompletedTask;

    /// <summary>One shell line.</summary>
    protected ContainerSpec Shell(string line) => new(
        "app",
        ShellImage,
        EntryPoint: null,
        Command: ["/bin/sh", "-c", line],
        Environment: [],
        WorkingDirectory: null,
        User: null,
        StopTimeout: TimeSpan.FromSeconds(30),
        MemoryMiB: null,
        CpuUnits: 0,
        Essential: true,
        HealthCheck: null,
        DependsOn: []);

    /// <summary>Runs until TERM; a shell that is not the first process of a container ends by it.</summary>
    protected virtual ContainerSpec Sleeping() =>
        Shell("trap 'exit 143' TERM; while :; do sleep 1000 & wait; done");

    /// <summary>Runs until KILL.</summary>
    protected virtual ContainerSpec Stubborn() => Shell("trap '' TERM; echo ready; while :; do sleep 1000; done");

    protected static TaskState Task(IContainers containers, Workload workload) =>
        containers.Observe().Tasks.Single(t => t.TaskId == workload.TaskId);

    protected static async Task ApplyAsync(IContainers containers, ContainerOp operation)
    {
        var outcome = await containers.ApplyAsync(operation, Cancellation).WaitAsync(Bound, Cancellation);
        Assert.Null(outcome.Failure);
    }

    /// <summary>Waits for a cause: each change is a reason to look again.</summary>
    protected static async Task UntilAsync(
        IContainers containers, Workload workload, Func<ContainerState, bool> condition)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Task(containers, workload).Containers.All(condition))
            {
                reached.TrySetResult();
            }
        }

        containers.Changed += Look;
        try
        {
            Look();
            await reached.Task.WaitAsync(Bound, Cancellation);
        }
        finally
        {
            containers.Changed -= Look;
        }
    }
}
