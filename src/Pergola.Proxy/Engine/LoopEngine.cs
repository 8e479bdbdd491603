using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tls;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

/// <summary>
/// The data plane's own engine for HTTP/1.1: one event loop per processor. What it does not speak it hands over to the
/// general server, connection and all.
/// </summary>
internal sealed class LoopEngine : IAsyncDisposable
{
    private readonly LoopService[] _services;
    private readonly DataplanePlacement _placement;
    private readonly VpcConnectionQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private uint _turn;

    public LoopEngine(
        Func<RoutingTable> table, TargetConnector connector, DataplanePlacement placement, VpcConnectionQueue queue,
        AccessLog logs, TlsCertificates certificates, TimeProvider time, IEntropy entropy, ILogger logger)
    {
        _placement = placement;
        _queue = queue;
        _time = time;
        _logger = logger;
        _services =
        [
            .. Enumerable.Range(1, Environment.ProcessorCount).Select(number =>
                new LoopService(
                    new EventLoop(number, time, entropy, logger), table, connector, logs, certificates, logger)),
        ];
    }

    /// <summary>Serves those who come to a listening socket.</summary>
    public IVpcListener Serve(string vpcId, int port, Socket socket)
    {
        var entrance = new Entrance(
            vpcId, port, _services.Length, new AcceptedConnections(vpcId, port, _queue, _time, _logger), _logger);
        var loop = Next().Loop;
        return new LoopListeners(this, entrance, loop, socket);
    }

    /// <summary>Closes connections to targets that are gone, and everything in VPCs that are.</summary>
    public Task SweepAsync(IReadOnlySet<string> vpcIds) => OnAllAsync(service =>
    {
        service.Pools.Sweep(vpcIds);
        foreach (var target in service.Loop.Sockets().OfType<TargetConnection>())
        {
            if (!vpcIds.Contains(target.VpcId))
            {
                target.Lose();
            }
        }
    });

    /// <summary>What all loops hold now.</summary>
    public async Task<LoopHoldings> CountAsync()
    {
        var counts = new LoopHoldings[_services.Length];
        await OnAllAsync(service => counts[service.Loop.Number - 1] = new LoopHoldings(
            service.Loop.Sockets().Count(), service.Loop.Timers.Count(), service.Pools.Count));
        return new LoopHoldings(
            counts.Sum(one => one.Sockets), counts.Sum(one => one.Deadlines), counts.Sum(one => one.Pools));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.Loop.DisposeAsync();
        }
    }

    // Each connection goes to the next loop: with few connections, which loop has how many decides how fast all are.
    private LoopService Next() => _services[Interlocked.Increment(ref _turn) % (uint)_services.Length];

    private Task OnAllAsync(Action<LoopService> action) =>
        Task.WhenAll(_services.Select(service => service.Loop.RunAsync(() => action(service))));

    private Task OnClientsAsync(Entrance entrance, Action<IEntered> action) => OnAllAsync(service =>
    {
        foreach (var client in service.Loop.Sockets().OfType<IEntered>())
        {
            if (client.Entrance == entrance)
            {
                action(client);
            }
        }
    });

    private void Welcome(EventLoop accepting, Entrance entrance, int descriptor, IPAddress peer)
    {
        entrance.Entered();
        var service = Next();
        if (service.Loop == accepting)
        {
            Begin(service, entrance, descriptor, peer);
        }
        else
        {
            service.Loop.Post(() => Begin(service, entrance, descriptor, peer));
        }
    }

    private static void Begin(LoopService service, Entrance entrance, int descriptor, IPAddress peer)
    {
        if (entrance.IsClosed)
        {
            Kernel.CloseDescriptor(descriptor);
            entrance.Left();
            return;
        }

        try
        {
            Greet(service, entrance, descriptor, peer);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The kernel cannot watch it, say. That costs this client, and not the listener that let it in.
            Log.ConnectionFailed(service.Logger, error);
            Kernel.CloseDescriptor(descriptor);
            entrance.Left();
        }
    }

    private static void Greet(LoopService service, Entrance entrance, int descriptor, IPAddress peer)
    {
        if (entrance.Routes(service)?.SpeaksTls(entrance.Port) == true)
        {
            _ = new ClientGreeting(service, entrance, descriptor, peer);
        }
        else
        {
            _ = new ClientConnection(service, entrance, descriptor, peer);
        }
    }

    /// <summary>A listening socket on one loop, and its connections on all.</summary>
    private sealed class LoopListeners : IVpcListener
    {
        private readonly LoopEngine _engine;
        private readonly Entrance _entrance;
        private readonly EventLoop _loop;
        private LoopListener? _listener;

        public LoopListeners(LoopEngine engine, Entrance entrance, EventLoop loop, Socket socket)
        {
            _engine = engine;
            _entrance = entrance;
            _loop = loop;
            LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
            socket.NoDelay = true;   // Accepted sockets inherit it.
            loop.Post(() => _listener = new LoopListener(
                loop, socket, entrance, engine._placement,
                (descriptor, peer) => engine.Welcome(loop, entrance, descriptor, peer), engine._logger));
        }

        /// <inheritdoc/>
        public string VpcId => _entrance.VpcId;

        /// <inheritdoc/>
        public IPEndPoint LocalEndPoint { get; }

        /// <inheritdoc/>
        public int Open => _entrance.Open + _entrance.Others.Open;

        /// <inheritdoc/>
        public async ValueTask DrainAsync()
        {
            _entrance.IsDraining = true;
            await _loop.RunAsync(() => _listener?.Abort());
            await _engine.OnClientsAsync(_entrance, client => client.Drain());
            _entrance.Others.Drain();
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            _entrance.IsClosed = true;
            await _loop.RunAsync(() => _listener?.Abort());
            await _engine.OnClientsAsync(_entrance, client => client.Abort());
            _entrance.Others.Dispose();
        }
    }
}

/// <summary>What event loops hold for others.</summary>
/// <param name="Sockets">Of listeners, clients and targets.</param>
/// <param name="Deadlines">Of sockets.</param>
/// <param name="Pools">One for each target that was ever asked and is still in the table, on each loop.</param>
internal sealed record LoopHoldings(int Sockets, int Deadlines, int Pools);
