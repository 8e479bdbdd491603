using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Planning.Dataplane;
using Pergola.Proxy;

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

    private const string Host = "127.0.0.1";

    private readonly Process _backend;
    private readonly Process _proxy;

    private LoopbackPath(HttpEngine engine, int port, Process backend, Process proxy)
    {
        Name = engine == HttpEngine.Loops ? LoopsName : "pergola on loopback, by Kestrel";
        Url = string.Create(CultureInfo.InvariantCulture, $"http://{Host}:{port}/");
        _backend = backend;
        _proxy = proxy;
    }

    public string Name { get; }

    public string Url { get; }

    public IReadOnlyList<string> ClientPrefix => [];

    public IReadOnlyList<int> ProxyPids => [_proxy.Id];

    public static async Task<LoopbackPath> OpenAsync(string folder, HttpEngine engine)
    {
        var (backendPort, port) = (PeerPath.FreePort(), PeerPath.FreePort());
        var name = $"loopback-{engine}";
        var backend = Backend.Start(
            folder, name, [], Backend.Configuration($"{folder}/{name}", $"{Host}:{backendPort}"));
        var proxy = Process.Start(
            Environment.ProcessPath!,
            [Word, $"{engine}", port.ToString(CultureInfo.InvariantCulture),
             backendPort.ToString(CultureInfo.InvariantCulture)]);
        var path = new LoopbackPath(engine, port, backend, proxy);
        await Backend.AnswersAsync(path.ClientPrefix, path.Url);
        return path;
    }

    /// <summary>Serves one service with one target until somebody ends this process.</summary>
    public static async Task ServeAsync(string engine, string port, string backendPort)
    {
        var listenerPort = int.Parse(port, CultureInfo.InvariantCulture);
        var options = new DataplaneOptions
        {
            Engine = Enum.Parse<HttpEngine>(engine),
            Placement = new DataplanePlacement.Loopback(
                (_, _) => new IPEndPoint(IPAddress.Loopback, listenerPort), (_, address) => new IPEndPoint(address, 0)),
        };
        await using var dataplane = new LatticeDataplane(
            new PlainSockets(), TimeProvider.System, new SystemEntropy(), NullLoggerFactory.Instance, options);
        await dataplane.ApplyAsync(
            Table(listenerPort, int.Parse(backendPort, CultureInfo.InvariantCulture)), CancellationToken.None);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Backend.StopAsync(_proxy);
        await Backend.StopAsync(_backend);
    }

    private static DataplaneTable Table(int port, int backendPort)
    {
        var service = new ServiceEntry(
            "svc-bench", "arn:aws:vpc-lattice:us-east-1:000000000000:service/svc-0123456789abcdef0",
            TimeSpan.FromSeconds(60),
            [
                new ListenerEntry("listener-bench", port, ListenerProtocol.Http, [], new RuleActionEntry.Forward(
                    [new WeightedGroupEntry("tg-bench", 100)])),
            ]);
        var group = new TargetGroupEntry(
            "tg-bench", "arn:aws:vpc-lattice:us-east-1:000000000000:targetgroup/tg-0123456789abcdef0", "vpc-bench",
            TargetProtocol.Http, TargetProtocolVersion.Http1, HealthCheck: null, InUse: true,
            [new TargetEntry(IPAddress.Loopback, backendPort, TargetUse.Ready)]);
        var vpc = new VpcEntry(
            "vpc-bench", "arn:aws:ec2:us-east-1:000000000000:vpc/vpc-0123456789abcdef0", [],
            "arn:aws:vpc-lattice:us-east-1:000000000000:servicenetwork/sn-0123456789abcdef0",
            [new PortEntry(port, ListenerProtocol.Http)], [new HostEntry(Host, service.ServiceId)], []);
        return new DataplaneTable(1, [vpc], [service], [group]);
    }

    private sealed class PlainSockets : IVpcSockets
    {
        public Socket Open(string vpcId, AddressFamily family, SocketType type, ProtocolType protocol) =>
            new(family, type, protocol);
    }
}
