using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pergola.Proxy.Listening;
using Yarp.ReverseProxy.Forwarder;

namespace Pergola.Proxy;

/// <summary>Kestrel, fed by the queue of accepted connections instead of sockets of its own.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private ProxyServer(KestrelServer server) => _server = server;

    public static ProxyServer Start(
        VpcConnectionQueue queue, IHttpApplication<HttpContext> exchange, ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        var limits = options.Limits;
        limits.MaxRequestHeadersTotalSize = ProxyLimits.ParserHeaderBytesMax;
        limits.MaxRequestHeaderCount = ProxyLimits.ParserHeadersMax;
        limits.MaxRequestLineSize = ProxyLimits.HeaderBytesMax;
        limits.MaxRequestBodySize = null;        // AWS documents no limit.
        limits.MinRequestBodyDataRate = null;    // Slow bodies end by the service's idle timeout instead.
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = ProxyLimits.IdleTimeoutMax;
        limits.Http2.MaxRequestHeaderFieldSize = ProxyLimits.HeaderBytesMax;
        options.AllowAlternateSchemes = true;    // TLS was taken off before.
        options.Listen(queue.Http1, listen => listen.Protocols = HttpProtocols.Http1);
        options.Listen(queue.Http2, listen => listen.Protocols = HttpProtocols.Http2);
        var server = new KestrelServer(Options.Create(options), queue, loggers);

        // Nothing is bound here (the queue is), so this ends at once.
        var started = server.StartAsync(exchange, CancellationToken.None);
        started.GetAwaiter().GetResult();
        return new ProxyServer(server);
    }

    /// <summary>YARP's forwarder alone, without its configuration, routing and balancing.</summary>
    public static IHttpForwarder CreateForwarder(ILoggerFactory loggers) => new ServiceCollection()
        .AddSingleton(loggers)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddHttpForwarder()
        .BuildServiceProvider()
        .GetRequiredService<IHttpForwarder>();

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(ProxyLimits.StopTimeout);
        await _server.StopAsync(limit.Token);
        _server.Dispose();
    }
}
