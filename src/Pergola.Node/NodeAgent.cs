using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Tasks;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Fabric;
using Pergola.Proxy;

namespace Pergola.Node;

/// <summary>
/// Makes one node what control desires, and reports what it is. Level-triggered: causes only wake it, a pass looks at
/// the whole desired value and the whole machine. It never calls into control; it is given values and gives values.
/// </summary>
public sealed class NodeAgent : IAsyncDisposable
{
    /// <summary>The machine is looked at anew this often, even if nothing seems to have changed.</summary>
    private static readonly TimeSpan s_resync = TimeSpan.FromSeconds(10);

    /// <summary>After a failure the machine is looked at anew this soon.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly IFabric _fabric;
    private readonly IContainers _containers;
    private readonly IDataplane _dataplane;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<NodeReport> _report;
    private readonly string _prefix;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskDriver _tasks;
    private readonly ITimer _retry;
    private NodeDesired? _desired;
    private FabricPass? _fabricPass;
    private DataplaneTable? _appliedTable;
    private NodeReport? _reported;
    private bool _resyncDue = true;
    private Task _running = Task.CompletedTask;

    /// <param name="prefix">
    /// What the names of this node's sandboxes begin with, so that two nodes can share a machine.
    /// </param>
    /// <param name="report">Called with each report that differs from the last; must return quickly.</param>
    public NodeAgent(
        string prefix,
        IFabric fabric,
        IContainers containers,
        IDataplane dataplane,
        TimeProvider time,
        ILogger<NodeAgent> logger,
        Action<NodeReport> report)
    {
        _prefix = prefix;
        _fabric = fabric;
        _containers = containers;
        _dataplane = dataplane;
        _time = time;
        _logger = logger;
        _report = report;
        _tasks = new TaskDriver(
            containers, time, s_retry, () => RetryIfNeeded(needed: true), Wake, _stopping.Token);
        _retry = time.CreateTimer(_ => Resync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _containers.Changed += Wake;
        _dataplane.Changed += Wake;
    }

    /// <summary>Begins to work. Nothing is done before the first desired value.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Takes the newest desired value; an older one that was not begun is forgotten.</summary>
    public void Desire(NodeDesired desired)
    {
        Volatile.Write(ref _desired, WithPrefix(desired));
        Wake();
    }

    /// <summary>The name below /run/netns of a sandbox on the node with that prefix.</summary>
    public static string SandboxName(string prefix, string sandbox) => $"{prefix}-{sandbox}";

    /// <summary>Stops working. What runs on the machine stays as it is; the proxy's sockets close.</summary>
    public async ValueTask DisposeAsync()
    {
        _containers.Changed -= Wake;
        _dataplane.Changed -= Wake;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _dataplane.DisposeAsync().ConfigureAwait(false);
        await _retry.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (ObjectDisposedException)
        {
            // A last event of the machine while the agent goes away.
        }
    }

    private async Task RunAsync()
    {
        using var resync = _time.CreateTimer(_ => Resync(), null, s_resync, s_resync);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(_stopping.Token).ConfigureAwait(false);
                while (_wake.Wait(0, CancellationToken.None))
                {
                    // Many causes, one pass.
                }

                if (Volatile.Read(ref _desired) is { } desired)
                {
                    await PassAsync(desired).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // A pass that fails is logged and made again at the next cause; the loop must live.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.PassFailed(_logger, error);
                RetryIfNeeded(needed: true);
            }
        }
    }

    private async Task PassAsync(NodeDesired desired)
    {
        var containers = _containers.Observe();
        _tasks.Adopt(containers);
        var fabric = await FabricAsync(desired).ConfigureAwait(false);
        var interfaces = Interfaces(fabric.State);
        await DataplaneAsync(Without(desired.Dataplane, fabric.Failed)).ConfigureAwait(false);
        _tasks.Drive(desired.Tasks, containers, task => interfaces.Contains(task.InterfaceId));
        Report(desired, fabric, interfaces, containers);
    }

    /// <summary>
    /// Plans and applies until the machine is as desired, VPC by VPC, so that one failure stops only one.
    /// </summary>
    private async Task<FabricPass> FabricAsync(NodeDesired desired)
    {
        var spec = WithSandboxes(desired);
        var resync = Interlocked.Exchange(ref _resyncDue, false);
        if (!resync && _fabricPass is { } last && last.Spec.Vpcs.Equals(spec.Vpcs))
        {
            return last;
        }

        _appliedTable = null;
        var plan = FabricPlanner.Plan(spec, _fabric.Observe());
        if (plan.Any(op => op is FabricOp.RemoveVpc))
        {
            // An open socket keeps a deleted namespace alive, so the proxy leaves a VPC before the VPC goes.
            var staying = desired.Dataplane with
            {
                Vpcs = [.. desired.Dataplane.Vpcs.Where(v => _fabricPass?.Has(v.VpcId) ?? false)],
            };
            await _dataplane.ApplyAsync(staying, _stopping.Token).ConfigureAwait(false);
        }

        var failed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operations in plan.GroupBy(operation => operation.VpcId))
        {
            var outcome = _fabric.Apply([.. operations]);
            if (outcome.Failure is { } failure)
            {
                Log.FabricFailed(_logger, operations.Key, failure);
                failed[operations.Key] = failure;
            }
        }

        RetryIfNeeded(failed.Count > 0);
        var state = plan.Count == 0 && _fabricPass is not null && !resync ? _fabricPass.State : _fabric.Observe();
        _fabricPass = new FabricPass(spec, state, failed);
        return _fabricPass;
    }

    /// <summary>
    /// Puts the table in force unless it is already; after a change or a resync of the network always.
    /// </summary>
    private async Task DataplaneAsync(DataplaneTable table)
    {
        if (_appliedTable is { } applied && (applied with { Revision = table.Revision }).Equals(table))
        {
            return;
        }

        await _dataplane.ApplyAsync(table, _stopping.Token).ConfigureAwait(false);
        _appliedTable = table;
        RetryIfNeeded(_dataplane.Observe().Failures.Count > 0);
    }

    // What failed is tried again, but at our own pace: a machine that refuses must not be asked without pause.
    private void RetryIfNeeded(bool needed)
    {
        if (needed)
        {
            _retry.Change(s_retry, Timeout.InfiniteTimeSpan);
        }
    }

    private void Resync()
    {
        Volatile.Write(ref _resyncDue, true);
        Wake();
    }

    // An interface whose sandbox the container runtime has yet to make would get a sandbox of the fabric's own. One
    // that is there already stays: a task that an earlier agent started must not lose its network.
    private FabricSpec WithSandboxes(NodeDesired desired)
    {
        var present = Interfaces(_fabricPass?.State ?? _fabric.Observe());
        var waiting = desired.Tasks
            .Where(task => !_tasks.HasSandbox(task.Workload.TaskId) && !present.Contains(task.InterfaceId))
            .Select(task => task.InterfaceId)
            .ToHashSet(StringComparer.Ordinal);
        return waiting.Count == 0
            ? desired.Fabric
            : desired.Fabric with
            {
                Vpcs = [.. desired.Fabric.Vpcs.Select(vpc => vpc with
                {
                    Interfaces = [.. vpc.Interfaces.Where(i => !waiting.Contains(i.InterfaceId))],
                })],
            };
    }

    private void Report(NodeDesired desired, FabricPass fabric, HashSet<string> interfaces, ContainersState containers)
    {
        var dataplane = _dataplane.Observe();
        var ready = fabric.State.Vpcs
            .Select(vpc => vpc.VpcId)
            .Where(id => !fabric.Failed.ContainsKey(id) && dataplane.Vpcs.Contains(id));
        var report = new NodeReport(
            desired.Revision,
            [.. ready.Order(StringComparer.Ordinal)],
            [.. interfaces.Order(StringComparer.Ordinal)],
            Tasks(desired, interfaces, containers),
            dataplane.Targets,
            [.. fabric.Failed.Select(f => new Label(f.Key, f.Value)), .. dataplane.Failures])
        {
            TxtRecords = dataplane.TxtRecords,
        };
        if (!report.Equals(_reported))
        {
            _reported = report;
            _report(report);
        }
    }

    private ValueList<TaskReport> Tasks(NodeDesired desired, HashSet<string> interfaces, ContainersState containers)
    {
        var observed = containers.Tasks.ToDictionary(task => task.TaskId, StringComparer.Ordinal);
        var known = desired.Tasks.Select(task => new TaskReport(
            task.Workload.TaskId,
            _tasks.HasSandbox(task.Workload.TaskId) && interfaces.Contains(task.InterfaceId),
            observed.Remove(task.Workload.TaskId, out var state) ? state.Containers : [],
            _tasks.Failure(task.Workload.TaskId)));
        var unwanted = observed.Values.Select(task => new TaskReport(
            task.TaskId, Provisioned: false, task.Containers, _tasks.Failure(task.TaskId)));
        return [.. known.ToList(), .. unwanted];
    }

    private static HashSet<string> Interfaces(FabricState state) => state.Vpcs
        .SelectMany(vpc => vpc.Interfaces)
        .Select(i => i.InterfaceId)
        .ToHashSet(StringComparer.Ordinal);

    private NodeDesired WithPrefix(NodeDesired desired) => desired with
    {
        Fabric = desired.Fabric with
        {
            Vpcs = [.. desired.Fabric.Vpcs.Select(vpc => vpc with
            {
                Interfaces = [.. vpc.Interfaces.Select(i =>
                    i.Sandbox is null ? i : i with { Sandbox = SandboxName(_prefix, i.Sandbox) })],
            })],
        },
        Tasks = [.. desired.Tasks.Select(task => task with
        {
            Workload = task.Workload with { Sandbox = SandboxName(_prefix, task.Workload.Sandbox) },
        })],
    };

    private static DataplaneTable Without(DataplaneTable table, Dictionary<string, string> failedVpcs) =>
        failedVpcs.Count == 0
            ? table
            : table with { Vpcs = [.. table.Vpcs.Where(vpc => !failedVpcs.ContainsKey(vpc.VpcId))] };

    private sealed record FabricPass(FabricSpec Spec, FabricState State, Dictionary<string, string> Failed)
    {
        public bool Has(string vpcId) => State.Vpcs.Any(vpc => vpc.VpcId == vpcId)
            && Spec.Vpcs.Any(vpc => vpc.VpcId == vpcId);
    }
}
