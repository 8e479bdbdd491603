using Pergola.Machine.Linux.Tasks;
using Pergola.Machine.Linux.Tasks.Docker;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tests.Tasks;

/// <summary>Docker's containers keep every promise, and some of their own.</summary>
[Trait("tier", "linux")]
public sealed class DockerContainersTests(DockerDaemon daemon)
    : ContainersConformance, IClassFixture<DockerDaemon>, IAsyncDisposable
{
    private static int s_tasks;
    private readonly string _folder = Directory.CreateTempSubdirectory("pergola-tasks-").FullName;
    private readonly string _instance = $"t{Environment.ProcessId}";
    private readonly List<DockerContainers> _opened = [];

    protected override string ShellImage => DockerDaemon.ShellImage;

    [Fact]
    public async Task Containers_of_a_task_share_the_network_that_carries_the_name_of_its_sandbox()
    {
        var containers = Open();
        var workload = Workload(
            Shell("[ $(readlink /proc/self/ns/net) = $NETWORK ] && exit 3") with { Name = "second" });
        await ApplyAsync(containers, new ContainerOp.EnsureSandbox(workload));
        var network = TaskSyscalls.Inode(SandboxNamespace.PathOf(workload.Sandbox));
        var informed = workload with
        {
            Containers = [workload.Containers[0] with { Environment = [new Label("NETWORK", $"net:[{network}]")] }],
        };

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(informed));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        Assert.Equal(3, Assert.Single(Task(containers, workload).Containers).ExitCode);
    }

    [Fact]
    public async Task A_container_sees_the_resolver_and_the_name_of_its_task()
    {
        var containers = Open();
        var workload = Workload(Shell(
            "case \"$(cat /etc/resolv.conf)\" in *'nameserver 10.0.0.2'*) ;; *) exit 4;; esac; "
            + "case \"$(cat /etc/hostname)\" in ip-10-0-1-5*) exit 3;; esac"));

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited);

        Assert.Equal(3, Assert.Single(Task(containers, workload).Containers).ExitCode);
    }

    [Fact]
    public async Task A_health_check_of_the_task_definition_is_reported()
    {
        var containers = Open();
        var check = new HealthCommand(
            ["CMD-SHELL", "true"], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), Retries: 1, TimeSpan.Zero);
        var workload = Workload(Sleeping() with { HealthCheck = check });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        await UntilAsync(containers, workload, c => c.Health == ContainerHealth.Healthy);
    }

    [Fact]
    public async Task A_sample_image_that_cannot_be_pulled_runs_as_its_stand_in_in_the_same_network()
    {
        var containers = Open();
        var workload = Workload(Sleeping() with
        {
            Image = "127.0.0.1:1/ecs-sample-image/amazon-ecs-sample:latest",
            Command = null,
        });

        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));

        Assert.Equal(ContainerPhase.Running, Assert.Single(Task(containers, workload).Containers).Phase);
        Assert.Contains(
            ProcessEntry.In(SandboxNamespace.PathOf(workload.Sandbox)),
            p => File.ReadAllText($"/proc/{p.Process}/cmdline").Contains("pergola-task", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_owner_of_the_network_dies_the_containers_count_as_ended()
    {
        var containers = Open();
        var workload = Workload(Sleeping());
        await ApplyAsync(containers, new ContainerOp.EnsureStarted(workload));
        using var engine = new DockerEngine(daemon.Socket);

        await engine.RemoveAsync(
            DockerLabels.PauseName(_instance, workload.TaskId), TestContext.Current.CancellationToken);

        await UntilAsync(containers, workload, c => c.Phase == ContainerPhase.Exited && c.Reason is not null);
    }

    public async ValueTask DisposeAsync()
    {
        if (daemon.Missing is null)
        {
            using var last = new DockerContainers(daemon.Socket, _instance, Processes(), TimeProvider.System);
            foreach (var task in last.Observe().Tasks)
            {
                await last.ApplyAsync(new ContainerOp.Remove(task.TaskId), CancellationToken.None);
            }
        }

        _opened.ForEach(c => c.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    protected override IContainers Open()
    {
        Assert.SkipWhen(daemon.Missing is not null, daemon.Missing ?? "");
        var containers = new DockerContainers(daemon.Socket, _instance, Processes(), TimeProvider.System);
        _opened.Add(containers);
        return containers;
    }

    protected override Workload Workload(params ContainerSpec[] containers)
    {
        var id = $"{Interlocked.Increment(ref s_tasks):x32}";
        return new Workload(
            id,
            $"pgd{Environment.ProcessId}-{id}",
            "ip-10-0-1-5.ap-northeast-1.compute.internal",
            "10.0.0.2",
            [.. containers],
            []);
    }

    protected override void AssertNothingIsLeft(Workload workload)
    {
        Assert.False(SandboxNamespace.Exists(workload.Sandbox));
    }

    private ProcessContainers Processes() =>
        new(_folder, new SelfCommand(Environment.ProcessPath!), TimeProvider.System);
}
