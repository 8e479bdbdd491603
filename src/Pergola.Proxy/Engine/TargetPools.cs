using System.Net;
using System.Net.Sockets;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

/// <summary>One loop's connections to targets. A target belongs to a group, and so does its pool.</summary>
internal sealed class TargetPools(EventLoop loop, TargetConnector connector)
{
    private readonly Dictionary<TargetState, TargetPool> _pools = [];

    /// <summary>How many targets have a pool.</summary>
    public int Count => _pools.Count;

    /// <summary>The pool of a target.</summary>
    public TargetPool Of(GroupState group, TargetState target)
    {
        if (!_pools.TryGetValue(target, out var pool))
        {
            pool = new TargetPool(loop, connector, group.VpcId, target);
            _pools[target] = pool;
        }

        return pool;
    }

    /// <summary>Closes unused connections to targets that are gone, and forgets those targets.</summary>
    public void Sweep(IReadOnlySet<string> vpcIds)
    {
        foreach (var (target, pool) in _pools)
        {
            if (target.IsGone || !vpcIds.Contains(pool.VpcId))
            {
                pool.Clear();
                _pools.Remove(target);
            }
        }
    }
}

/// <summary>One loop's connections to one target: those that carry no request now, the last used on top.</summary>
internal sealed class TargetPool(EventLoop loop, TargetConnector connector, string vpcId, TargetState target)
{
    private readonly List<TargetConnection> _idle = [];
    private readonly byte[] _address = SocketName.Write(new IPEndPoint(target.Key.Address, target.Key.Port));

    public string VpcId { get; } = vpcId;

    public TargetState Target { get; } = target;

    /// <summary>An unused connection, or a new one that is being opened.</summary>
    /// <exception cref="SocketException">None can be opened.</exception>
    public TargetConnection Take()
    {
        while (_idle.Count > 0)
        {
            var connection = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            if (connection.IsReusable)
            {
                return connection;
            }

            connection.Abort();
        }

        return Connect();
    }

    /// <summary>A new connection that is being opened.</summary>
    /// <exception cref="SocketException">None can be opened.</exception>
    public TargetConnection Connect()
    {
        var socket = connector.OpenSocket(VpcId, Target.Key.Address.AddressFamily);
        try
        {
            return new TargetConnection(loop, this, socket, _address);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that is being connected, for somebody who goes on with it alone.</summary>
    /// <exception cref="SocketException">None can be opened.</exception>
    public Socket Open()
    {
        var socket = connector.OpenSocket(VpcId, Target.Key.Address.AddressFamily);
        try
        {
            var descriptor = (int)socket.SafeHandle.DangerousGetHandle();
            Kernel.SetNonBlocking(descriptor);
            var error = Kernel.Connect(descriptor, _address);
            return error is 0 or Kernel.InProgress
                ? socket
                : throw new SocketException(error, "A connection to a target cannot be opened.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a connection whose request is over; false when it is to be closed.</summary>
    public bool TryKeep(TargetConnection connection)
    {
        if (Target.IsGone || _idle.Count == ProxyLimits.IdlePerTargetMax)
        {
            return false;
        }

        _idle.Add(connection);
        return true;
    }

    /// <summary>An unused connection has closed.</summary>
    public void Forget(TargetConnection connection) => _idle.Remove(connection);

    /// <summary>Closes all unused connections.</summary>
    public void Clear()
    {
        while (_idle.Count > 0)
        {
            _idle[^1].Abort();
        }
    }
}
