using Microsoft.Extensions.Logging;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tls;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

/// <summary>What the connections of one loop share.</summary>
internal sealed class LoopService(
    EventLoop loop,
    Func<RoutingTable> table,
    TargetConnector connector,
    AccessLog logs,
    TlsCertificates certificates,
    ILogger logger)
{
    public EventLoop Loop { get; } = loop;

    /// <summary>The table in force. A request reads it once.</summary>
    public RoutingTable Table => table();

    public TargetPools Pools { get; } = new(loop, connector);

    /// <summary>Where lines about requests go.</summary>
    public AccessLog Logs { get; } = logs;

    /// <summary>What TLS clients are shown.</summary>
    public TlsCertificates Certificates { get; } = certificates;

    public ILogger Logger { get; } = logger;
}
