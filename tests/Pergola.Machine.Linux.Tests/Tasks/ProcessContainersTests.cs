using System.Diagnostics;
using Pergola.Core;
using Pergola.Machine.Linux.Tasks;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>Processes in namespaces keep every promise of containers, and some of their own.</summary>
[Trait("tier", "linux")]
public sealed class ProcessContainersTests : ContainersConformance, IAsyncDisposable
{
    private static int s_tasks;
    private readonly string _folder = Directory.CreateTempSubdirectory("pergola-tasks-").FullName;
    private readonly string _prefix = $"pgt{Environment.ProcessId}-";
    private readonly List<ProcessContainers> _opened = [];

    protected override string ShellImage => "pergola/host:latest";

    [Fact]
    public async Task A_workload_sees_its_own_resolver_hosts_file_and_name()
    {
        var containers = Open();
        var workload = Workload(Shell("cat /etc/resolv.conf /etc/hosts; cat /proc/sys/kernel/hostname"));

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        var output = Output(workload);
        Assert.Contains(
            "search ap-northeast-1.compute.internal\nnameserver 10.0.0.2\n", output, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 localhost\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\nip-10-0-1-5.ap-northeast-1.compute.internal\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_runs_in_the_network_of_its_sandbox_and_not_in_ours()
    {
        var containers = Open();
        var workload = Workload(Shell("readlink /proc/self/ns/net"), Sleeping() with { Name = "other" });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Name == "other" || c.Phase == ContainerPhase.Exited);

        var other = new TaskFolder(Path.Combine(_folder, "tasks"), workload.TaskId).Supervisor("other")!;
        Assert.Equal(Network(other.Process), Output(workload).Trim());
        Assert.NotEqual(Network(Environment.ProcessId), Output(workload).Trim());
    }

    [Fact]
    public async Task A_workload_has_no_privileges_and_cannot_gain_any()
    {
        var containers = Open();
        var workload = Workload(Shell("grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status"));

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        Assert.Contains(
            "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1",
            Output(workload),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_image_answers_with_a_page_that_names_task_VPC_and_address()
    {
        var containers = Open();
        var web = Shell("") with
        {
            Image = "public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest",
            Command = null,
            Environment =
            [
                new Label("ECS_TASK_ID", "task-of-the-page"),
                new Label("PERGOLA_VPC", "vpc-0123456789abcdef0"),
                new Label("PERGOLA_ADDRESS", "10.0.1.5"),
            ],
        };
        const string Ask = "n=0; until curl -s http://127.0.0.1/ || [ $n = 500 ]; do n=$((n+1)); sleep 0.02; done";
        var workload = Workload(web, Shell(Ask) with { Name = "client" });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Name == "app" || c.Phase == ContainerPhase.Exited);

        var page = Output(workload, "client");
        Assert.Contains("task-of-the-page", page, StringComparison.Ordinal);
        Assert.Contains("vpc-0123456789abcdef0", page, StringComparison.Ordinal);
        Assert.Contains("10.0.1.5", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_exits_with_127()
    {
        var containers = Open();
        var workload = Workload(Shell("") with { Command = ["/no/such/program"] });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        Assert.Equal(127, Assert.Single(Task(containers, workload).Containers).ExitCode);
    }

    [Fact]
    public async Task A_health_check_runs_inside_the_workload_and_is_reported()
    {
        var containers = Open();
        var check = new HealthCommand(
            ["CMD-SHELL", "grep -q 'nameserver 10.0.0.2' /etc/resolv.conf"],
            TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20), Retries: 1, TimeSpan.Zero);
        var workload = Workload(Sleeping() with { HealthCheck = check });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        await UntilAsync(containers, workload, c => c.Health == ContainerHealth.Healthy);
    }

    [Theory]
    [InlineData("CMD-SHELL", "curl -fsS http://127.0.0.1/health || exit 1")]
    [InlineData("CMD", "wget", "-q", "-O", "-", "127.0.0.1/health")]
    public async Task The_usual_health_check_of_a_web_server_works_on_its_stand_in(params string[] command)
    {
        var containers = Open();
        var check = new HealthCommand(
            [.. command], TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20), Retries: 1000, TimeSpan.Zero);
        var workload = Workload(Shell("") with { Image = "nginx:1.27", Command = null, HealthCheck = check });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        await UntilAsync(containers, workload, c => c.Health == ContainerHealth.Healthy);
    }

    [Fact]
    public async Task What_a_workload_leaves_behind_in_its_network_ends_with_the_task()
    {
        var containers = Open();
        var workload = Workload(Shell("setsid sleep 4000 & exit 0"));
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);
        var left = ProcessEntry.In(SandboxNamespace.PathOf(workload.Sandbox)).ToList();

        await ApplyAsync(containers, new ContainerOp.Remove(workload.TaskId));

        Assert.Single(left);
        await using var gone = new Ended(left[0].Process);
        await gone.WaitAsync();
    }

    [Fact]
    public async Task A_command_in_a_tasks_network_keeps_its_arguments_streams_and_exit_code()
    {
        var containers = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        var folder = new TaskFolder(Path.Combine(_folder, "tasks"), workload.TaskId);

        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                "test-exec", SandboxNamespace.PathOf(workload.Sandbox), folder.ResolvConf, folder.Hosts, "inside",
                "sh",
                "-c",
                "cat; echo $1; cat /proc/sys/kernel/hostname /etc/resolv.conf; readlink /proc/self/ns/net; exit 9",
                "sh",
                "two words",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync("from outside\n");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("from outside\ntwo words\ninside\n", output, StringComparison.Ordinal);
        Assert.Contains("nameserver 10.0.0.2", output, StringComparison.Ordinal);
        Assert.EndsWith(Network(folder.Supervisor("app")!.Process) + "\n", output, StringComparison.Ordinal);
        Assert.Equal(9, process.ExitCode);
    }

    [Fact]
    public async Task The_inventory_lists_what_a_task_has_and_nothing_after_its_removal()
    {
        var containers = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        var during = await InventoryAsync();

        await ApplyAsync(containers, new ContainerOp.Remove(workload.TaskId));

        Assert.Equal(["folder", "namespace", "process"], during.Select(t => t.Kind).Distinct());
        Assert.Empty(await InventoryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        using var last = new ProcessContainers(_folder, Self(), TimeProvider.System);
        foreach (var task in last.Observe().Tasks)
        {
            await last.ApplyAsync(new ContainerOp.Remove(task.TaskId), CancellationToken.None);
        }

        _opened.ForEach(c => c.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    protected override IContainers Open()
    {
        Assert.SkipUnless(CanMakeNamespaces(), "needs root or a user namespace: run as root, or under 'unshare -Urnm'");
        var containers = new ProcessContainers(_folder, Self(), TimeProvider.System);
        _opened.Add(containers);
        return containers;
    }

    protected override Workload Workload(params ContainerSpec[] containers)
    {
        var id = $"{Interlocked.Increment(ref s_tasks):x32}";
        return new Workload(
            id,
            _prefix + id,
            "ip-10-0-1-5.ap-northeast-1.compute.internal",
            "10.0.0.2",
            [.. containers],
            []);
    }

    protected override void AssertNothingIsLeft(Workload workload)
    {
        Assert.False(SandboxNamespace.Exists(workload.Sandbox));
        Assert.False(Directory.Exists(Path.Combine(_folder, "tasks", workload.TaskId)));
    }

    protected override async Task ReadyAsync(IContainers containers, Workload workload)
    {
        // The log is the cause: the program says that it has begun to ignore TERM.
        var file = new TaskFolder(Path.Combine(_folder, "tasks"), workload.TaskId).LogFile("app");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new FileSystemWatcher(Path.GetDirectoryName(file)!);
        void Look()
        {
            if (File.Exists(file) && new FileInfo(file).Length > 0)
            {
                ready.TrySetResult();
            }
        }

        watch.Changed += (_, _) => Look();
        watch.EnableRaisingEvents = true;
        Look();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private Task<ValueList<OwnedThing>> InventoryAsync() => ContainersInventory.ListAsync(
        "tests", _folder, dockerSocket: "/nowhere", TestContext.Current.CancellationToken);

    private static SelfCommand Self() => new(Environment.ProcessPath!);

    private static bool CanMakeNamespaces() => TaskSyscalls.EffectiveUser() == 0;

    private static string Network(int process) => File.ResolveLinkTarget($"/proc/{process}/ns/net", false)!.Name;

    private string Output(Workload workload, string container = "app") =>
        File.ReadAllText(new TaskFolder(Path.Combine(_folder, "tasks"), workload.TaskId).LogFile(container));

    private sealed class Ended : IAsyncDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ExitWatch _watch;

        internal Ended(int process)
        {
            _watch = new ExitWatch(() => _ended.TrySetResult());
            _watch.Add(process);
        }

        public ValueTask DisposeAsync()
        {
            _watch.Dispose();
            return ValueTask.CompletedTask;
        }

        internal Task WaitAsync() => _ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
