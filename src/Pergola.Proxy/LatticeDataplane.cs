using System.Net;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Tasks;
using Pergola.Planning;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Dns;
using Pergola.Proxy.Engine;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Functions;
using Pergola.Proxy.Health;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Resources;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tls;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy;

/// <summary>
/// VPC Lattice on one node: listeners in every associated VPC, the requests through them, the health of targets, and
/// the VPCs' resolvers. Give it tables with <see cref="ApplyAsync"/>; ask what became of them with
/// <see cref="Observe"/>.
/// </summary>
public sealed class LatticeDataplane : IDataplane
{
    private readonly SemaphoreSlim _applying = new(1);
    private readonly TargetConnector _connector;
    private readonly AccessLog _logs;
    private readonly MinuteMeter? _meter;
    private readonly DataplaneIdentities _identities;
    private readonly VpcConnectionQueue _queue = new();
    private readonly TlsCertificates _certificates;
    private readonly LoopEngine? _loops;
    private readonly VpcListeners _listeners;
    private readonly ResolverSet _resolvers;
    private readonly TxtWatch _txt;
    private readonly ResourceListeners _resources;
    private readonly HealthChecks _health;
    private readonly ILogger _logger;
    private readonly FunctionCaller _functions;
    private readonly ProxyServer _server;
    private readonly string? _lastingSecret;
    private volatile RoutingTable _table = RoutingTable.Empty;
    private volatile Standing _standing = new(DataplaneTable.Empty, [], []);

    /// <summary>Starts with nothing to serve.</summary>
    public LatticeDataplane(
        IVpcSockets sockets, TimeProvider time, IEntropy entropy, ILoggerFactory loggers, DataplaneOptions options)
    {
        _logger = loggers.CreateLogger("Pergola.Proxy");
        _connector = new TargetConnector(sockets, options.Placement, time);
        _logs = new AccessLog(options.Telemetry, time);
        _identities = new DataplaneIdentities(_connector, _logs, () => Changed?.Invoke());
        _certificates = new TlsCertificates(options.Authority, time, _logger);
        _loops = options.Engine == HttpEngine.Loops
            ? new LoopEngine(
                () => _table, _connector, options.Placement, _queue, _logs, _certificates, time, entropy, _logger)
            : null;
        _listeners = new VpcListeners(
            sockets,
            options.Placement,
            _loops is null
                ? (vpcId, port, socket) => new VpcListener(
                    vpcId, port, socket, options.Placement, _queue, time, _logger)
                : _loops.Serve,
            servesTls: _loops is not null,
            _logger);
        var forwarder = new DnsForwarder(options.HostResolvers, time, entropy);
        _resolvers = new ResolverSet(sockets, options.Placement, forwarder, time, _logger);
        var lookup = new DnsLookup(forwarder);
        _txt = new TxtWatch(lookup, time, () => Changed?.Invoke());
        _resources = new ResourceListeners(
            sockets, options.Placement, _connector, new ResourceHosts(() => _standing.Table, lookup), time, _logger);
        _health = new HealthChecks(_connector, time, Checked);
        _lastingSecret = options.LastingSecret;
        _functions = new FunctionCaller(options.Functions, time, _logger);
        var exchange = new LatticeExchange(
            () => _table, ProxyServer.CreateForwarder(loggers), _functions, entropy, _logs, time, _logger);
        _meter = options.Telemetry is { } telemetry
            ? new MinuteMeter(() => Meters.Read(_standing.Table, _identities), telemetry, time)
            : null;
        _server = ProxyServer.Start(_queue, exchange, loggers);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public async Task ApplyAsync(DataplaneTable table, CancellationToken cancel)
    {
        await _applying.WaitAsync(cancel);
        try
        {
            _table = RoutingTable.Compile(table, _identities, before: _table, _lastingSecret);
            await _health.ApplyAsync(table);
            var failures = _certificates.Apply(table);
            foreach (var (vpcId, reason) in await _listeners.ApplyAsync(table))
            {
                failures.TryAdd(vpcId, reason);
            }

            foreach (var (vpcId, reason) in await _resolvers.ApplyAsync(table))
            {
                failures.TryAdd(vpcId, reason);
            }

            foreach (var (vpcId, reason) in await _resources.ApplyAsync(table))
            {
                failures.TryAdd(vpcId, reason);
            }

            var vpcIds = table.Vpcs.Select(vpc => vpc.VpcId).ToHashSet(StringComparer.Ordinal);
            _connector.CloseAllBut(vpcIds);
            _txt.Watch(table.TxtNames);
            _identities.Keep(table);
            if (_loops is not null)
            {
                await _loops.SweepAsync(vpcIds);
            }

            _standing = new Standing(
                table,
                [.. table.Vpcs.Select(vpc => vpc.VpcId).Where(id => !failures.ContainsKey(id))],
                [
                    .. failures.Select(pair => new Label(pair.Key, pair.Value)),
                    .. _loops is null ? Unsupported(table) : [],
                ]);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <inheritdoc/>
    public DataplaneState Observe()
    {
        var standing = _standing;
        return new DataplaneState(
            standing.Table.Revision, standing.Vpcs, standing.Failures, [.. Targets(standing.Table)])
        {
            TxtRecords = _txt.Records,
        };
    }

    /// <summary>What was counted since the start.</summary>
    public DataplaneCounts Count() => _identities.Read();

    /// <summary>The same, with times and bytes, in Prometheus's text format.</summary>
    public string Metrics() => PrometheusText.Of([.. Meters.Read(_standing.Table, _identities)], _logs.Dropped);

    /// <summary>What the event loops hold now; null when there are none.</summary>
    internal async Task<LoopHoldings?> CountLoopsAsync() => _loops is null ? null : await _loops.CountAsync();

    /// <summary>Where a listener is bound; null when it is not there.</summary>
    internal IPEndPoint? ListenerAt(string vpcId, int port) => _listeners.LocalEndPoint(vpcId, port);

    /// <summary>Where connections to a VPC's resources are accepted; null when it has none.</summary>
    internal IPEndPoint? ResourcesAt(string vpcId) => _resources.LocalEndPoint(vpcId);

    /// <summary>Where a VPC's resolver is bound; null when it is not there.</summary>
    internal IPEndPoint? ResolverAt(string vpcId, IPAddress address) => _resolvers.LocalEndPoint(vpcId, address);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ApplyAsync(DataplaneTable.Empty, CancellationToken.None);
        await _txt.DisposeAsync();
        await _server.DisposeAsync();
        _functions.Dispose();
        await _queue.DisposeAsync();
        if (_loops is not null)
        {
            await _loops.DisposeAsync();
        }

        await _certificates.DisposeAsync();
        await _logs.DisposeAsync();
        if (_meter is not null)
        {
            await _meter.DisposeAsync();
        }

        _identities.Dispose();
        _applying.Dispose();
    }

    private IEnumerable<TargetReport> Targets(DataplaneTable table)
    {
        foreach (var group in table.TargetGroups)
        {
            var isChecked = HealthChecks.AreWanted(group);
            foreach (var target in group.Targets)
            {
                if (!isChecked && target.Use != TargetUse.Draining)
                {
                    continue;
                }

                var key = new TargetKey(group.TargetGroupId, target.Address, target.Port);
                var health = _health.Health(key);
                if (health is not null || target.Use == TargetUse.Draining)
                {
                    yield return new TargetReport(
                        key.TargetGroupId, key.Address, key.Port, health ?? TargetHealth.Initial,
                        _identities.InFlight(key));
                }
            }
        }
    }

    private void Checked(TargetCheck check, TargetHealth before)
    {
        if (check.Health is var now && now != before)
        {
            Log.TargetHealthChanged(_logger, check.Key.TargetGroupId, check.Key.Address, check.Key.Port, now);
            Changed?.Invoke();
        }
    }

    private static IEnumerable<Label> Unsupported(DataplaneTable table) =>
        from service in table.Services
        from listener in service.Listeners
        where listener.Protocol != ListenerProtocol.Http
        select new Label(
            listener.ListenerId, $"Listener protocol {listener.Protocol} is not implemented; only HTTP is served.");

    private sealed record Standing(DataplaneTable Table, ValueList<string> Vpcs, ValueList<Label> Failures);
}
