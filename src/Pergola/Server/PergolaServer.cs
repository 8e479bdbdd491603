using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pergola.Control.Http;
using Pergola.Control.Loops;
using Pergola.Control.Telemetry;
using Pergola.Core;
using Pergola.Machine.Linux.Network;
using Pergola.Machine.Linux.Tasks;
using Pergola.Node;
using Pergola.Planning.Hosts;
using Pergola.Proxy;
using Pergola.Proxy.Dns;
using Pergola.Proxy.Tls;
using Pergola.Store;
using Pergola.Store.Deliveries;
using Pergola.Wire.SigV4;

namespace Pergola.Server;

/// <summary>Both roles in one process: the composition root of <c>pergola up</c>.</summary>
internal sealed class PergolaServer : IAsyncDisposable
{
    /// <summary>
    /// How long open requests may still take when the server ends: any answer takes milliseconds, and what never ends
    /// by itself (a host that is open, a console that listens) should not hold it up.
    /// </summary>
    private static readonly TimeSpan s_farewellMax = TimeSpan.FromSeconds(2);

    /// <summary>How long AWS lets lines gather before they become an object of a bucket.</summary>
    private static readonly TimeSpan s_objectEvery = TimeSpan.FromMinutes(6);

    private readonly string _runtimeFolder;
    private readonly WebApplication _web;
    private readonly Ledger _ledger;
    private readonly NodeAgent _node;
    private readonly Reconciler _reconciler;
    private readonly TelemetryIntake _telemetry;
    private readonly LocalAuthority _authority;

    private PergolaServer(
        string runtimeFolder,
        WebApplication web,
        Ledger ledger,
        NodeAgent node,
        Reconciler reconciler,
        TelemetryIntake telemetry,
        LocalAuthority authority)
    {
        _authority = authority;
        _runtimeFolder = runtimeFolder;
        _web = web;
        _ledger = ledger;
        _node = node;
        _reconciler = reconciler;
        _telemetry = telemetry;
    }

    /// <summary>Starts everything; when the task ends, the API answers.</summary>
    public static async Task<PergolaServer> StartAsync(ServerOptions options, Socket listener)
    {
        Instances.MakeFolder(options.RuntimeFolder, options.InUserNamespace);
        if (options.InUserNamespace)
        {
            NamespaceHolder.Announce(options.RuntimeFolder);
        }

        var time = TimeProvider.System;
        var entropy = new SystemEntropy();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listener));
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = s_farewellMax);
        var web = builder.Build();
        var loggers = web.Services.GetRequiredService<ILoggerFactory>();

        var ledger = Ledger.Open(new JournalOptions(options.DataFolder));
        await ledger.CommitAsync(snapshot => (0, HostDecisions.CloseAll(snapshot)), CancellationToken.None)
            .ConfigureAwait(false);
        var authority = AuthorityFiles.Open(options.DataFolder, time.GetUtcNow());

        var fabric = new LinuxFabric(options.Prefix);
        var containers = await ContainersFactory.ChooseAsync(
            options.Prefix, options.RuntimeFolder, SelfCommand.Current(), null, time, CancellationToken.None)
            .ConfigureAwait(false);
        var events = new EventStore(FolderOf(options, "logs"));
        var telemetry = new TelemetryIntake(
            new LogDeliveries(
                ledger, events, options.DataFolder, options.Pace.Of(s_objectEvery), time, entropy,
                loggers.CreateLogger<LogDeliveries>()),
            time);
        var dataplane = new LatticeDataplane(
            fabric,
            time,
            entropy,
            loggers,
            new DataplaneOptions
            {
                HostResolvers = ResolversOfHost(),
                Functions = options.Functions,
                Authority = authority,
                LastingSecret = options.SecretKey,
                Telemetry = telemetry,
            });
        Reconciler? reconciler = null;
        var node = new NodeAgent(
            options.Prefix, fabric, containers, dataplane, time, loggers.CreateLogger<NodeAgent>(),
            report => reconciler!.Absorb(report));
        reconciler = new Reconciler(
            ledger, time, entropy, options.Pace, loggers.CreateLogger<Reconciler>(), node.Desire);

        var api = new ApiEndpoint(
            new ApiOptions
            {
                Pace = options.Pace,
                Quotas = options.Quotas,
                Authority = authority,
                Events = events,
                Metrics = () => telemetry.Metrics,
                StrictKeys = options.SecretKey is { } secret ? new OneSecret(secret) : null,
            },
            ledger,
            time,
            entropy,
            loggers.CreateLogger<ApiEndpoint>());
        new OwnEndpoints(
            options, ledger, reconciler, containers, dataplane.Metrics, authority, time, entropy).Map(web);
        new ConsoleEndpoints(options, ledger, reconciler).Map(web);
        // Without a pattern, paths whose end looks like a file's name (`/services/a.b`) would never reach the API.
        web.MapFallback("{*path}", api.HandleAsync);
        node.Start();
        reconciler.Start();
        await web.StartAsync().ConfigureAwait(false);
        return new PergolaServer(options.RuntimeFolder, web, ledger, node, reconciler, telemetry, authority);
    }

    /// <summary>Stops answering, then stops working. What runs on the machine is left to the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync().ConfigureAwait(false);
        await _reconciler.DisposeAsync().ConfigureAwait(false);
        await _node.DisposeAsync().ConfigureAwait(false);
        await _telemetry.DisposeAsync().ConfigureAwait(false);
        await _ledger.DisposeAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        _authority.Dispose();
        NamespaceHolder.Withdraw(_runtimeFolder);
        RemoveIfEmpty(_runtimeFolder);
    }

    /// <summary>
    /// Opens the API's socket before anything else, so that a taken port is the first thing one hears of.
    /// </summary>
    public static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(backlog: 512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? FolderOf(ServerOptions options, string name) =>
        options.DataFolder is { } folder ? Path.Combine(folder, name) : null;

    private static IReadOnlyList<IPEndPoint> ResolversOfHost()
    {
        const string File = "/etc/resolv.conf";
        return System.IO.File.Exists(File) ? HostResolvers.Parse(System.IO.File.ReadAllText(File)) : [];
    }

    // What runs on is described in there and found again by the next start; else nothing should be left.
    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
        {
            Instances.RemoveFolder(folder);
        }
    }

    private static void Configure(KestrelServerOptions kestrel, Socket listener)
    {
        kestrel.AddServerHeader = false;
        // The dispatcher limits bodies itself, so that the refusal comes in the protocol's own envelope.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.ListenHandle((ulong)listener.Handle, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
