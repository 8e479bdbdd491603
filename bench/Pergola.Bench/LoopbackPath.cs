using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Pergola.Control.Telemetry;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;
using Pergola.Proxy;
using Pergola.Store;
using Pergola.Store.Deliveries;

namespace Pergola.Bench;

/// <summary>
/// Our data plane where the peers are: on loopback, without namespaces and security groups, in a process of its own.
/// </summary>
internal sealed class LoopbackPath : IProxyPath
{
    /// <summary>The word that makes this program a data plane instead of a benchmark.</summary>
    public const string Word = "loopback-dataplane";

    /// <summary>What our engine is called among the others.</summary>
    public const string LoopsName = "pergola on loopback";

    /// <summary>The same with as many rules as a listener can have, of which the last matches.</summary>
    public const string RulesName = "pergola on loopback, 1,000 rules";

    /// <summary>Our engine without access log and metrics, which it otherwise has.</summary>
    public const string QuietName = "pergola on loopback, without log and metrics";

    private const int ManyRules = 1000;

    private const string Host = "127.0.0.1";

    private readonly Process _backend;
    private readonly Process _proxy;

    private LoopbackPath(string name, string scheme, int port, Process backend, Process proxy)
    {
        Name = name;
        var host = scheme == "https" ? TlsFiles.Host : Host;
        Url = string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}/");
        _backend = backend;
        _proxy = proxy;
    }

    public string Name { get; }

    public string Url { get; }

    public IReadOnlyList<string> ClientPrefix => [];

    public IReadOnlyList<int> ProxyPids => [_proxy.Id];

    /// <summary>Our engine, in front of one target.</summary>
    public static Task<LoopbackPath> LoopsAsync(string folder) =>
        OpenAsync(folder, LoopsName, HttpEngine.Loops, rules: 0);

    /// <summary>The same without an access log and without metrics.</summary>
    public static Task<LoopbackPath> QuietAsync(string folder) =>
        OpenAsync(folder, QuietName, HttpEngine.Loops, rules: 0, isQuiet: true);

    /// <summary>Our engine with a listener of many rules.</summary>
    public static Task<LoopbackPath> ManyRulesAsync(string folder) =>
        OpenAsync(folder, RulesName, HttpEngine.Loops, ManyRules);

    /// <summary>Our engine with TLS.</summary>
    public static Task<LoopbackPath> TlsAsync(string folder) =>
        OpenAsync(folder, LoopsName, HttpEngine.Loops, rules: 0, certificates: folder);

    /// <summary>What our engine is compared with in tests.</summary>
    public static Task<LoopbackPath> KestrelAsync(string folder) =>
        OpenAsync(folder, "pergola on loopback, by Kestrel", HttpEngine.Kestrel, rules: 0);

    private static async Task<LoopbackPath> OpenAsync(
        string folder, string title, HttpEngine engine, int rules, bool isQuiet = false, string certificates = "")
    {
        var (backendPort, port) = (PeerPath.FreePort(), PeerPath.FreePort());
        var kind = (isQuiet ? "-quiet" : "") + (certificates.Length > 0 ? "-tls" : "");
        var name = string.Create(CultureInfo.InvariantCulture, $"loopback-{engine}-{rules}{kind}");
        var backend = Backend.Start(
            folder, name, [], Backend.Configuration($"{folder}/{name}", $"{Host}:{backendPort}"));
        var proxy = Process.Start(
            Environment.ProcessPath!,
            [
                Word,
                $"{engine}",
                port.ToString(CultureInfo.InvariantCulture),
                backendPort.ToString(CultureInfo.InvariantCulture),
                rules.ToString(CultureInfo.InvariantCulture),
                isQuiet ? "" : Path.Combine(folder, $"{name}-logs"),
                certificates,
            ]);
        var path = new LoopbackPath(title, certificates.Length > 0 ? "https" : "http", port, backend, proxy);
        await Backend.AnswersAsync(path.ClientPrefix, path.Url);
        return path;
    }

    /// <summary>Serves one service with one target until somebody ends this process.</summary>
    /// <param name="logs">The folder for its access log; empty for no log and no metrics.</param>
    /// <param name="certificates">The folder with what it shows; empty for no TLS.</param>
    public static async Task ServeAsync(
        string engine, string port, string backendPort, string rules, string logs, string certificates)
    {
        var listenerPort = int.Parse(port, CultureInfo.InvariantCulture);
        await using var ledger = Ledger.Open(JournalOptions.InMemory);
        await using var telemetry = logs.Length == 0 ? null : Telemetry(ledger, logs);
        var options = new DataplaneOptions
        {
            Telemetry = telemetry,
            Engine = Enum.Parse<HttpEngine>(engine),
            Placement = new DataplanePlacement.Loopback(
                (_, _) => new IPEndPoint(IPAddress.Loopback, listenerPort), (_, address) => new IPEndPoint(address, 0)),
        };
        await using var dataplane = new LatticeDataplane(
            new PlainSockets(), TimeProvider.System, new SystemEntropy(), NullLoggerFactory.Instance, options);
        await dataplane.ApplyAsync(
            Table(
                listenerPort,
                int.Parse(backendPort, CultureInfo.InvariantCulture),
                int.Parse(rules, CultureInfo.InvariantCulture),
                certificates),
            CancellationToken.None);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Backend.StopAsync(_proxy);
        await Backend.StopAsync(_backend);
    }

    private static TelemetryIntake Telemetry(Ledger ledger, string folder) => new(
        new LogDeliveries(
            ledger, new EventStore(root: null), folder, TimeSpan.FromMinutes(6), TimeProvider.System,
            new SystemEntropy(), NullLogger.Instance),
        TimeProvider.System);

    private static DataplaneTable Table(int port, int backendPort, int rules, string certificates)
    {
        var protocol = certificates.Length > 0 ? ListenerProtocol.Https : ListenerProtocol.Http;
        var forward = new RuleActionEntry.Forward([new WeightedGroupEntry("tg-bench", 100)]);
        var service = new ServiceEntry(
            "svc-bench", "arn:aws:vpc-lattice:us-east-1:000000000000:service/svc-0123456789abcdef0",
            TimeSpan.FromSeconds(60),
            [
                new ListenerEntry(
                    "listener-bench", port, protocol, [.. Rules(rules, forward)], forward),
            ])
        {
            Logs =
            [
                new LogEntry(
                    "als-bench", "svc-bench", AccessLogDestinationKind.Stream, "bench", "000000000000", "us-east-1"),
            ],
        };
        var group = new TargetGroupEntry(
            "tg-bench", "arn:aws:vpc-lattice:us-east-1:000000000000:targetgroup/tg-0123456789abcdef0", "vpc-bench",
            TargetProtocol.Http, TargetProtocolVersion.Http1, HealthCheck: null, InUse: true,
            [new TargetEntry(IPAddress.Loopback, backendPort, TargetUse.Ready)]);
        var vpc = new VpcEntry(
            "vpc-bench", "arn:aws:ec2:us-east-1:000000000000:vpc/vpc-0123456789abcdef0", [],
            "arn:aws:vpc-lattice:us-east-1:000000000000:servicenetwork/sn-0123456789abcdef0",
            [new PortEntry(port, protocol)],
            [new HostEntry(protocol == ListenerProtocol.Https ? TlsFiles.Host : Host, service.ServiceId)
            {
                Certificate = TlsFiles.Name,
            }], []);
        return new DataplaneTable(1, [vpc], [service], [group])
        {
            Certificates = certificates.Length > 0 ? [TlsFiles.Read(certificates)] : [],
        };
    }

    // All but the last want what no request has.
    private static IEnumerable<RuleEntry> Rules(int count, RuleActionEntry action) =>
        Enumerable.Range(1, count).Select(i => new RuleEntry(
            string.Create(CultureInfo.InvariantCulture, $"rule-{i}"),
            i,
            new RuleMatchEntry(
                "GET",
                new PathMatchEntry(
                    TextMatchKind.Prefix,
                    i == count ? "/" : string.Create(CultureInfo.InvariantCulture, $"/part-{i}"),
                    CaseSensitive: true),
                []),
            action));

    private sealed class PlainSockets : IVpcSockets
    {
        public Socket Open(string vpcId, AddressFamily family, SocketType type, ProtocolType protocol) =>
            new(family, type, protocol);
    }
}
