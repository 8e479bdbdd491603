using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;
using Pergola.Machine.Tasks;
using Pergola.Machine.Tasks.Twin;
using Pergola.Planning;
using Pergola.Planning.Dataplane;

namespace Pergola.Node.Tests.Twins;

/// <summary>A machine of twins, on which one agent after another may work, and the reports that it gives.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly FabricTwin _fabric = new();
    private readonly TwinMachine _containers = new();
    private Channel<NodeReport> _reports = Channel.CreateUnbounded<NodeReport>();
    private NodeAgent? _agent;

    public Machine() => Begin();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>What this agent asked of the machine.</summary>
    public Journal Journal { get; private set; } = new();

    public RefusingFabric Fabric { get; private set; } = null!;

    public RefusingContainers Containers { get; private set; } = null!;

    public DataplaneTwin Dataplane { get; private set; } = null!;

    /// <summary>The agent ends; what it made stays, and another one, which knows nothing, begins.</summary>
    public async Task RestartAsync()
    {
        await DisposeAsync();
        Begin();
    }

    public void Desire(NodeDesired desired) => _agent!.Desire(desired);

    /// <summary>The next report, whatever it says.</summary>
    public async Task<NodeReport> NextAsync() =>
        await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The first report from now on that says so.</summary>
    public async Task<NodeReport> UntilAsync(Func<NodeReport, bool> saysSo)
    {
        while (true)
        {
            var report = await NextAsync();
            if (saysSo(report))
            {
                return report;
            }
        }
    }

    /// <summary>Lets the time come at which what failed is tried again.</summary>
    public void PassRetry() => Time.Advance(TimeSpan.FromSeconds(1));

    public ValueTask DisposeAsync() => _agent!.DisposeAsync();

    private void Begin()
    {
        Journal = new Journal();
        _reports = Channel.CreateUnbounded<NodeReport>();
        Fabric = new RefusingFabric(_fabric, Journal);
        Containers = new RefusingContainers(new ContainersTwin(_containers, () => Time.GetUtcNow()), Journal);
        Dataplane = new DataplaneTwin(Journal);
        var reports = _reports.Writer;
        _agent = new NodeAgent(
            "test",
            Fabric,
            Containers,
            Dataplane,
            Time,
            NullLogger<NodeAgent>.Instance,
            report => reports.TryWrite(report));
        _agent.Start();
    }

    /// <summary>What control may ask for: these VPCs, and these tasks in the first of them.</summary>
    public static NodeDesired Desired(long revision, string[] vpcIds, params TaskDesired[] tasks) => new(
        revision,
        new FabricSpec(revision, [.. vpcIds.Select(id => Vpc(id, id == vpcIds[0] ? tasks : []))]),
        [.. tasks],
        new DataplaneTable(revision, [.. vpcIds.Select(Entry)], [], []));

    public static TaskDesired Task(string taskId, TaskGoal goal = TaskGoal.Running) => new(
        new Workload(taskId, $"ns-{taskId}", taskId, "10.0.0.2", [Container()], []), $"eni-{taskId}", goal);

    private static ContainerSpec Container() => new(
        "web",
        "pergola/echo",
        EntryPoint: null,
        Command: null,
        Environment: [],
        WorkingDirectory: null,
        User: null,
        TimeSpan.FromSeconds(30),
        MemoryMiB: null,
        CpuUnits: 0,
        Essential: true,
        HealthCheck: null,
        DependsOn: []);

    private static VpcSpec Vpc(string vpcId, IEnumerable<TaskDesired> tasks) => new(
        vpcId,
        [Cidr.Parse("10.0.0.0/16")],
        [new SubnetSpec("subnet-1", Cidr.Parse("10.0.1.0/24"), [])],
        [],
        [.. tasks.Select((task, index) => new InterfaceSpec(
            task.InterfaceId,
            "subnet-1",
            IPAddress.Parse($"10.0.1.{index + 10}"),
            $"02:00:00:00:00:{index + 10}",
            [],
            PublicAddress: null,
            task.Workload.Sandbox,
            $"task/{task.Workload.TaskId}"))],
        Lattice: null,
        InternetGateway: false,
        [],
        DnsSupport: false);

    private static VpcEntry Entry(string vpcId) => new(vpcId, $"arn:{vpcId}", [], null, [], [], []);
}
