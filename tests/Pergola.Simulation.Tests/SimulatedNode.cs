using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;
using Pergola.Machine.Tasks;
using Pergola.Machine.Tasks.Twin;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Fabric;

namespace Pergola.Simulation.Tests;

/// <summary>
/// A node over twins. While it is faulty it is slow, refuses, crashes what runs, and its reports come late or never.
/// </summary>
internal sealed class SimulatedNode
{
    private readonly Dice _dice;
    private readonly Func<DateTimeOffset> _now;
    private readonly TwinMachine _machine = new();
    private readonly ContainersTwin _containers;
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly Queue<(int Due, NodeReport Report)> _post = new();
    private readonly CompilerMemory _compiled = new();
    private bool _faulty = true;

    public SimulatedNode(Dice dice, Func<DateTimeOffset> now)
    {
        _dice = dice;
        _now = now;
        _containers = new ContainersTwin(_machine, now, pulls: _ => true);
    }

    public FabricTwin Fabric { get; } = new();

    /// <summary>What control has of it; null before the first report arrived.</summary>
    public NodeReport? Reported { get; private set; }

    /// <summary>The VPCs that stand as they were desired in the last pass.</summary>
    public IReadOnlyList<VpcSpec> Standing { get; private set; } = [];

    public ContainersState Containers => _containers.Observe();

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal() => _faulty = false;

    /// <summary>One pass of the node, and its report on its way.</summary>
    public void Work(Snapshot snapshot, int step)
    {
        var desired = NodeCompiler.Compile(snapshot, _compiled);
        Assert.Equal(NodeCompiler.Compile(snapshot), desired);
        var failed = Network(desired);
        var interfaces = Fabric.Observe().Vpcs
            .SelectMany(vpc => vpc.Interfaces)
            .Select(each => each.InterfaceId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var task in desired.Tasks.Where(_ => !Fault(3)))
        {
            Drive(task, interfaces);
        }

        foreach (var task in Containers.Tasks.Where(task => desired.Tasks.All(t => t.Workload.TaskId != task.TaskId)))
        {
            Apply(new ContainerOp.Remove(task.TaskId));
            _failures.Remove(task.TaskId);
        }

        if (!Fault(6))
        {
            _post.Enqueue((step + (_faulty ? _dice.Roll(4) : 0), Report(snapshot, desired, failed, interfaces)));
        }
    }

    /// <summary>Hands over what has arrived.</summary>
    public void Deliver(int step)
    {
        while (_post.TryPeek(out var next) && next.Due <= step)
        {
            Reported = _post.Dequeue().Report;
        }
    }

    /// <summary>A process of a task dies.</summary>
    public void Crash()
    {
        if (_dice.Any(Containers.Tasks.Where(task => task.Containers.Count > 0)) is { } task)
        {
            _machine.End(task.TaskId, task.Containers[0].Name, exitCode: 1, _now());
        }
    }

    private bool Fault(int oneIn) => _faulty && _dice.OneIn(oneIn);

    // The order of the real agent: the interface of a task waits for its sandbox.
    private HashSet<string> Network(NodeDesired desired)
    {
        var sandboxes = Containers.Tasks.Select(task => task.TaskId).ToHashSet(StringComparer.Ordinal);
        var waiting = desired.Tasks
            .Where(task => !sandboxes.Contains(task.Workload.TaskId))
            .Select(task => task.InterfaceId)
            .ToHashSet(StringComparer.Ordinal);
        var spec = desired.Fabric with
        {
            Vpcs = [.. desired.Fabric.Vpcs.Select(vpc => vpc with
            {
                Interfaces = [.. vpc.Interfaces.Where(each => !waiting.Contains(each.InterfaceId))],
            })],
        };
        var failed = spec.Vpcs.Where(_ => Fault(10)).Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
        var plan = FabricPlanner.Plan(spec, Fabric.Observe()).Where(step => !failed.Contains(step.VpcId));
        Assert.Null(Fabric.Apply([.. plan]).Failure);
        Standing = [.. spec.Vpcs.Where(vpc => !failed.Contains(vpc.VpcId))];
        var rest = FabricPlanner.Plan(spec, Fabric.Observe()).Where(step => !failed.Contains(step.VpcId));
        Assert.Empty(rest);
        return failed;
    }

    private void Drive(TaskDesired task, HashSet<string> interfaces)
    {
        var state = Containers.Tasks.FirstOrDefault(each => each.TaskId == task.Workload.TaskId);
        switch (task.Goal)
        {
            case TaskGoal.Stopped:
                Apply(new ContainerOp.Stop(task.Workload.TaskId));
                break;
            case var _ when state is null:
                Apply(new ContainerOp.EnsureSandbox(task.Workload));
                break;
            case TaskGoal.Running when interfaces.Contains(task.InterfaceId) && state.Containers.Count == 0:
                Start(task.Workload);
                break;
        }
    }

    private void Start(Workload workload)
    {
        if (Fault(8))
        {
            _failures.TryAdd(workload.TaskId, "CannotPullContainerError: the registry does not answer");
        }

        if (!_failures.ContainsKey(workload.TaskId))
        {
            Apply(new ContainerOp.EnsureStarted(workload));
        }
    }

    // The twin does everything at once, so its tasks are always complete.
    private void Apply(ContainerOp operation) =>
        Assert.Null(_containers.ApplyAsync(operation, CancellationToken.None).GetAwaiter().GetResult().Failure);

    private NodeReport Report(
        Snapshot snapshot, NodeDesired desired, HashSet<string> failed, HashSet<string> interfaces)
    {
        var observed = Containers.Tasks.ToDictionary(task => task.TaskId, StringComparer.Ordinal);
        return new NodeReport(
            desired.Revision,
            [.. desired.Fabric.Vpcs.Select(vpc => vpc.VpcId).Where(id => !failed.Contains(id))],
            [.. interfaces.Order(StringComparer.Ordinal)],
            [.. desired.Tasks.Select(task => new TaskReport(
                task.Workload.TaskId,
                observed.ContainsKey(task.Workload.TaskId) && interfaces.Contains(task.InterfaceId),
                observed.GetValueOrDefault(task.Workload.TaskId)?.Containers ?? [],
                _failures.GetValueOrDefault(task.Workload.TaskId)))],
            [.. desired.Dataplane.TargetGroups.SelectMany(Targets)],
            [.. failed.Select(vpcId => new Label(vpcId, "the kernel refuses"))])
        {
            TxtRecords = [.. desired.Dataplane.TxtNames.Where(_ => !Fault(4)).Select(name => Txt(snapshot, name))],
        };
    }

    private TxtReport Txt(Snapshot snapshot, string name) => new(name,
    [
        .. snapshot.Realms.SelectMany(realm => realm.Value.Of<DomainVerification>().All)
            .Where(verification => verification.TxtRecordName == name && !Fault(3))
            .Select(verification => verification.TxtValue),
    ]);

    private IEnumerable<TargetReport> Targets(TargetGroupEntry group) => group.Targets
        .Where(target => target.Use == TargetUse.Draining || (group.InUse && group.HealthCheck is not null))
        .Select(target => new TargetReport(
            group.TargetGroupId,
            target.Address,
            target.Port,
            Fault(4) ? TargetHealth.Unhealthy : Fault(4) ? TargetHealth.Initial : TargetHealth.Healthy,
            InFlight: Fault(2) ? 1 : 0));
}
