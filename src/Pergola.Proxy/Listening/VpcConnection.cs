using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Pergola.Proxy.Listening;

/// <summary>Where a connection came from. Set when it is accepted, by the socket that accepted it; never guessed.</summary>
internal sealed class VpcConnection(string vpcId, int port, Socket socket, ConnectionContext context)
{
    public string VpcId { get; } = vpcId;

    /// <summary>The listener's port.</summary>
    public int Port { get; } = port;

    public ConnectionContext Context { get; } = context;

    /// <summary>Lets running requests finish, then closes.</summary>
    public void Drain() => Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Closes at once.</summary>
    public void Close()
    {
        Context.Abort();
        socket.Dispose();
    }
}
