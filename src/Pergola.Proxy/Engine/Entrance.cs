using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Routing;

namespace Pergola.Proxy.Engine;

/// <summary>Where clients of one listener come in: what a connection must know of it.</summary>
internal sealed class Entrance(
    string vpcId, int port, int loops, AcceptedConnections others, ILogger logger)
{
    // What a loop saw last; each writes its own.
    private readonly (RoutingTable Table, VpcRoutes? Routes)[] _seen = new (RoutingTable, VpcRoutes?)[loops];
    private int _open;
    private volatile bool _isDraining;
    private volatile bool _isClosed;

    public string VpcId { get; } = vpcId;

    /// <summary>The listener's port.</summary>
    public int Port { get; } = port;

    /// <summary>Those that the loops handed over to the general server.</summary>
    public AcceptedConnections Others { get; } = others;

    /// <summary>Connections of loops that are open or on their way to a loop.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>No further request is taken.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>No connection may live.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set => _isClosed = value;
    }

    public void Entered() => Interlocked.Increment(ref _open);

    public void Left() => Interlocked.Decrement(ref _open);

    /// <summary>What can be reached from here now; null when the VPC is not in the table.</summary>
    public VpcRoutes? Routes(LoopService service)
    {
        ref var seen = ref _seen[service.Loop.Number - 1];
        var table = service.Table;
        if (seen.Table != table)
        {
            seen = (table, table.Find(VpcId));
        }

        return seen.Routes;
    }

    /// <summary>Lets the general server go on with a connection.</summary>
    /// <param name="descriptor">No loop watches it any more.</param>
    /// <param name="received">What the client has sent that nobody answered.</param>
    /// <param name="what">What the general server cannot see for itself.</param>
    public void HandOver(int descriptor, byte[] received, Handover what) =>
        _ = HandOverAsync(descriptor, received, what);

    private async Task HandOverAsync(int descriptor, byte[] received, Handover what)
    {
        // Leave the loop's thread before anything is done for the general server.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        try
        {
            await Others.AddAsync(socket, received, what, CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The data plane has ended meanwhile.
            Log.ConnectionFailed(logger, error);
            socket.Dispose();
        }
    }
}
