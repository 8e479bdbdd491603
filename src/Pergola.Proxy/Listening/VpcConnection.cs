using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Pergola.Proxy.Listening;

/// <summary>
/// Where a connection came from. Set when it is accepted, by the socket that accepted it; never guessed.
/// </summary>
internal sealed class VpcConnection
{
    private readonly Socket _socket;
    private readonly ITimer _lifetime;
    private readonly ITimer _idle;

    public VpcConnection(
        string vpcId, int port, string? serviceArn, Socket socket, ConnectionContext context, TimeProvider time)
    {
        VpcId = vpcId;
        Port = port;
        ServiceArn = serviceArn;
        Context = context;
        _socket = socket;
        _idle = time.CreateTimer(Drain, this, ProxyLimits.IdleTimeoutMax, Timeout.InfiniteTimeSpan);
        _lifetime = time.CreateTimer(Drain, this, ProxyLimits.ConnectionLifetime, Timeout.InfiniteTimeSpan);
        context.ConnectionClosed.UnsafeRegister(static state => ((VpcConnection)state!).Forget(), this);
    }

    public string VpcId { get; }

    /// <summary>The listener's port.</summary>
    public int Port { get; }

    /// <summary>The service whose name the client asked for when it began TLS; null without TLS.</summary>
    public string? ServiceArn { get; }

    /// <summary>Whether the client speaks TLS.</summary>
    public bool IsSecure => ServiceArn is not null;

    public ConnectionContext Context { get; }

    /// <summary>A request began: the connection is not idle.</summary>
    public void Begin() => _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A request ended: the next one must begin in this time, or the connection closes.</summary>
    public void End(TimeSpan idleTimeout) => _idle.Change(idleTimeout, Timeout.InfiniteTimeSpan);

    /// <summary>Lets running requests finish, then closes.</summary>
    public void Drain() => Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Closes at once.</summary>
    public void Close()
    {
        Context.Abort();
        _socket.Dispose();
    }

    private static void Drain(object? state) => ((VpcConnection)state!).Drain();

    private void Forget()
    {
        _idle.Dispose();
        _lifetime.Dispose();
    }
}
