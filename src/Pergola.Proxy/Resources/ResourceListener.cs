using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Engine;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Resources;

/// <summary>
/// Accepts the connections to all resources of one VPC and carries each to its resource. One that cannot be carried is
/// reset: there is no answer that every protocol understands.
/// </summary>
internal sealed class ResourceListener : IAsyncDisposable
{
    private readonly string _vpcId;
    private readonly Socket _socket;
    private readonly DataplanePlacement _placement;
    private readonly TargetConnector _connector;
    private readonly ResourceHosts _hosts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ResourceRelay, ResourceEntry> _relays = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private readonly Task _loop;
    private volatile ValueList<ResourceEntry> _resources = [];

    public ResourceListener(
        string vpcId,
        Socket listening,
        DataplanePlacement placement,
        TargetConnector connector,
        ResourceHosts hosts,
        TimeProvider time,
        ILogger logger)
    {
        _vpcId = vpcId;
        _socket = listening;
        _placement = placement;
        _connector = connector;
        _hosts = hosts;
        _time = time;
        _logger = logger;
        LocalEndPoint = (IPEndPoint)listening.LocalEndPoint!;
        _loop = AcceptAsync();
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>These and no others from now on; connections to one that is not among them are broken off.</summary>
    /// <param name="vpcIds">The VPCs that there are: nothing may be open in another.</param>
    public void Use(ValueList<ResourceEntry> resources, IReadOnlySet<string> vpcIds)
    {
        _resources = resources;
        var present = resources.Select(resource => resource.AssociationId).ToHashSet(StringComparer.Ordinal);
        foreach (var (relay, resource) in _relays)
        {
            if (!present.Contains(resource.AssociationId) || !vpcIds.Contains(resource.GatewayVpcId))
            {
                relay.BreakOff();
            }
        }
    }

    /// <summary>Stops listening and breaks every connection off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _loop;
        Use([], new HashSet<string>());
        await Task.WhenAll(_serving.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_stop.Token);
                var serving = ServeAsync(client);
                _serving[serving] = true;
                _ = serving.ContinueWith(
                    done => _serving.TryRemove(done, out _), CancellationToken.None, default, TaskScheduler.Default);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionAborted)
            {
                // The client left before it was accepted.
            }
            catch (SocketException error)
            {
                Log.AcceptPaused(_logger, _vpcId, LocalEndPoint.Port, error.Message);
                await Task.Delay(ProxyLimits.AcceptPause, _time, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        if (Asked(client) is not var (resource, port) || await ConnectAsync(resource, port) is not { } upstream)
        {
            ResourceRelay.Reset(client);
            return;
        }

        client.NoDelay = true;
        using var relay = new ResourceRelay(client, upstream, _time);
        _relays[relay] = resource;
        if (_stop.IsCancellationRequested)
        {
            relay.BreakOff();
        }

        await relay.RunAsync();
        _relays.TryRemove(relay, out _);
    }

    private (ResourceEntry Resource, int Port)? Asked(Socket client)
    {
        if (!_placement.Diverts)
        {
            return _resources is [var first, ..] ? (first, first.Ports[0].First) : null;
        }

        // Socket.LocalEndPoint would say where the listener is bound: that a connection may have another is new to it.
        Span<byte> name = stackalloc byte[SocketName.BytesMax];
        return Kernel.TryGetLocalName((int)client.Handle, name)
            && SocketName.Read(name) is var asked
            && _resources.FirstOrDefault(each => each.Address.Equals(asked.Address)) is { } resource
            && resource.Ports.Any(range => range.First <= asked.Port && asked.Port <= range.Last)
                ? (resource, asked.Port)
                : null;
    }

    private async Task<Socket?> ConnectAsync(ResourceEntry resource, int port)
    {
        using var limit = new CancellationTokenSource(ProxyLimits.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, limit.Token);
        Socket? socket = null;
        try
        {
            if (await _hosts.FindAsync(resource, either.Token) is not { } address)
            {
                Log.ResourceFailed(_logger, resource.AssociationId, resource.Host, port, "its name has no address");
                return null;
            }

            socket = _connector.OpenSocket(resource.GatewayVpcId, address.AddressFamily, resource.Source);
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return socket;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            Log.ResourceFailed(_logger, resource.AssociationId, resource.Host, port, error.Message);
            socket?.Dispose();
            return null;
        }
    }
}
