using System.Net;
using System.Net.Sockets;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

/// <summary>
/// Two connections of one loop that are one: what either sends, the other gets, and an end as well. Nothing is received
/// from one side while the other has not taken what came before.
/// </summary>
internal sealed class Splice
{
    // Another connection of the loop gets its turn after so many pieces.
    private const int PiecesPerTurn = 8;

    private readonly EventLoop _loop;
    private readonly SpliceSide _client;
    private readonly SpliceSide _other;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeSpan _halfOpenTimeout;
    private readonly long _endOfLife;
    private readonly TargetState? _target;
    private bool _isOver;

    private Splice(
        LoopSocket client, Entrance entrance, SpliceSide other, Limits limits, TargetState? target,
        ReadOnlySpan<byte> received)
    {
        _loop = client.Loop;
        _other = other;
        _idleTimeout = limits.Idle;
        _halfOpenTimeout = limits.HalfOpen;
        _endOfLife = limits.EndOfLife;
        _target = target;
        _target?.Begin();
        _client = SpliceSide.OfClient(client, entrance, received);
        _client.Belong(this);
        _other.Belong(this);
        Wait(other.IsConnected ? _idleTimeout : ProxyLimits.ConnectTimeout);
    }

    /// <summary>Passes a connection through to a target.</summary>
    /// <exception cref="SocketException">No connection to the target can be opened.</exception>
    public static void ToTarget(
        ClientGreeting client, LoopService service, GroupRoute group, TargetRoute route, TimeSpan idleTimeout,
        long endOfLife)
    {
        var other = SpliceSide.OfTarget(client.Loop, service.Pools.Of(group.State, route.State).Open());
        _ = new Splice(
            client, client.Entrance, other, new Limits(idleTimeout, idleTimeout, endOfLife), route.State, received: []);
    }

    /// <summary>
    /// Takes TLS off a connection that the general server serves. It sees the server's own deadlines; these here only
    /// guard against clients that never close.
    /// </summary>
    public static void ToGeneralServer(
        LoopSocket client, Entrance entrance, IPAddress peer, string serviceArn, ReadOnlySpan<byte> received,
        bool isHttp2 = true)
    {
        var (near, far) = Kernel.CreatePair();
        var other = SpliceSide.OfPair(client.Loop, near);
        var limits = new Limits(2 * ProxyLimits.IdleTimeoutMax, ProxyLimits.LingerTimeout, long.MaxValue);
        _ = new Splice(client, entrance, other, limits, target: null, received);
        entrance.HandOver(far, [], new Handover(isHttp2, peer, serviceArn));
    }

    /// <summary>Carries what there is to carry.</summary>
    public void GoOn()
    {
        for (var piece = 0; piece < PiecesPerTurn; piece++)
        {
            var moved = Carry(_client, _other);
            moved |= !_isOver && Carry(_other, _client);
            if (_isOver || !moved)
            {
                return;
            }

            Wait(_client.HasEnded || _other.HasEnded ? _halfOpenTimeout : _idleTimeout);
            if (_client.HasEnded && _other.HasEnded && _client.IsFlushed && _other.IsFlushed)
            {
                Abort();
                return;
            }
        }

        _loop.ContinueLater(_client);
    }

    /// <summary>The other side is there: from now on it may be idle.</summary>
    public void Connected() => Wait(_idleTimeout);

    /// <summary>Closes both.</summary>
    public void Abort()
    {
        if (!_isOver)
        {
            _isOver = true;
            _target?.End();
            _client.Close();
            _other.Close();
        }
    }

    private void Wait(TimeSpan span) => _loop.Timers.Set(_client, Math.Min(_loop.After(span), _endOfLife));

    private bool Carry(SpliceSide from, SpliceSide to)
    {
        if (!to.IsConnected)
        {
            return false;
        }

        var waited = !to.IsFlushed;
        if (!to.Flush())
        {
            Abort();
            return false;
        }

        if (!to.IsFlushed || from.HasEnded || !from.CanFetch)
        {
            return waited && to.IsFlushed;
        }

        var count = from.Fetch(out var bytes);
        switch (count)
        {
            case > 0:
                if (!to.Push(bytes))
                {
                    Abort();
                    return false;
                }

                from.Take(bytes, count, isWorthALook: false);
                return true;
            case 0:
                from.HasEnded = true;
                to.End();
                return true;
            case SpliceSide.NothingNow:
                return waited;
            default:
                Abort();
                return false;
        }
    }

    /// <param name="Idle">How long nothing may move.</param>
    /// <param name="HalfOpen">The same, when one side has ended.</param>
    /// <param name="EndOfLife">When it closes in any case.</param>
    private readonly record struct Limits(TimeSpan Idle, TimeSpan HalfOpen, long EndOfLife);
}
