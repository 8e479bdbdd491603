using System.Net;
using Pergola.Proxy.Telemetry;

namespace Pergola.Proxy.Engine;

/// <summary>
/// A client's connection and the one request that it carries at a time. A request goes through the rooms that the
/// general server's exchange has too: the name, the rule, the draw, the journey and the book.
/// </summary>
internal sealed partial class ClientConnection : ByteConnection, IEntered
{
    // Another connection of the loop gets its turn after so many pieces of a body, or so many requests at once.
    private const int PiecesPerTurn = 4;
    private const int RequestsPerTurn = 16;

    private readonly LoopService _service;
    private readonly Entrance _entrance;
    private readonly IPAddress _peer;
    private readonly long _endOfLife;

    // The service whose name the client asked for when it began TLS.
    private readonly string? _serviceArn;
    private Phase _phase;
    private long _phaseDeadline;
    private bool _isDraining;
    private bool _hasSaidFarewell;

    /// <summary>Takes the descriptor over.</summary>
    public ClientConnection(LoopService service, Entrance entrance, int descriptor, IPAddress peer)
        : base(service.Loop)
    {
        _service = service;
        _entrance = entrance;
        _peer = peer;
        _endOfLife = Loop.After(ProxyLimits.ConnectionLifetime);
        _isDraining = entrance.IsDraining;
        Open(descriptor, SocketEvents.Connection);
        SetDeadline(ProxyLimits.IdleTimeoutMax);
    }

    /// <summary>Goes on with a connection that was greeted, TLS and all.</summary>
    public ClientConnection(
        LoopService service, ClientGreeting greeting, IPAddress peer, long endOfLife, string? serviceArn)
        : base(service.Loop)
    {
        _service = service;
        _entrance = greeting.Entrance;
        _peer = peer;
        _endOfLife = endOfLife;
        _serviceArn = serviceArn;
        _isDraining = _entrance.IsDraining;
        TakeOver(greeting);
        SetDeadline(ProxyLimits.IdleTimeoutMax);
    }

    private enum Phase : byte
    {
        /// <summary>Waits for a request, or for the rest of its head.</summary>
        Head,

        /// <summary>A target has the request.</summary>
        Exchange,

        /// <summary>The request was answered before it ended: its rest is read and thrown away.</summary>
        Rest,

        /// <summary>The last answer was given: what still arrives is thrown away, so that the answer is read.</summary>
        Farewell,
    }

    /// <inheritdoc/>
    public Entrance Entrance => _entrance;

    /// <inheritdoc/>
    public override void Continue()
    {
        if (!IsOpen)
        {
            return;
        }

        var hadWaited = !IsFlushed;
        if (HasFailed || !Flush())
        {
            Abort();
            return;
        }

        if (hadWaited && _phase == Phase.Exchange)
        {
            // The client took something: that is activity, too.
            SetDeadline(_idleTimeout);
        }

        switch (_phase)
        {
            case Phase.Head:
                ReadHeads();
                break;
            case Phase.Exchange:
                Exchange();
                break;
            case Phase.Rest:
                SkipRest();
                break;
            case Phase.Farewell:
                SayFarewell();
                break;
        }
    }

    /// <summary>Lets a running request finish, then closes.</summary>
    public void Drain()
    {
        _isDraining = true;
        _closes = true;
        if (_phase != Phase.Head || HasInput)
        {
            return;
        }

        if (IsFlushed)
        {
            Abort();
        }
        else
        {
            // The last answer is still on its way out.
            _phase = Phase.Farewell;
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (!IsOpen)
        {
            return;
        }

        try
        {
            BreakOff();
        }
        finally
        {
            var descriptor = Descriptor;
            Forget();
            Kernel.CloseDescriptor(descriptor);
        }
    }

    /// <inheritdoc/>
    public override void TimeIsUp(long now)
    {
        if (now >= _endOfLife && !_isDraining)
        {
            Drain();
            if (IsOpen)
            {
                Loop.Timers.Set(this, Math.Max(_phaseDeadline, now));
            }

            return;
        }

        switch (_phase)
        {
            case Phase.Head when HasInput:
                Refuse(408);
                break;
            case Phase.Exchange when !_answerHasBegun:
                Fail(_target!.IsConnected ? 504 : 500, "TimeLimit");
                break;
            default:
                Abort();
                break;
        }
    }

    // The request that it carries is over, if there is one.
    private void BreakOff()
    {
        if (_target is { } target)
        {
            _target = null;
            target.Abort();
            Book();
            _failure = _failure == FailureReason.None ? FailureReason.ClientConnectionClosed : _failure;
            EndAccount(_answerHasBegun ? _status : ClientBrokeOff);
        }
    }

    // Everything that the loop and the listener know of it ends; the descriptor stays.
    private void Forget()
    {
        ClearBytes();
        ClearMemo();
        _words.Clear(Loop.Buffers);
        Leave();
        _entrance.Left();
    }

    private void SetDeadline(TimeSpan span)
    {
        _phaseDeadline = Loop.After(span);
        Loop.Timers.Set(this, _isDraining ? _phaseDeadline : Math.Min(_phaseDeadline, _endOfLife));
    }

    // The answer is complete: what comes next is another request, the rest of this one, or the end.
    private void GoOn()
    {
        ClearMemo();
        _isHead = false;   // What comes next may be nonsense, and the answer to that has a body.
        if (_closes)
        {
            _phase = Phase.Farewell;
            SetDeadline(ProxyLimits.LingerTimeout);
            SayFarewell();
            return;
        }

        _phase = _requestBody.HasEnded ? Phase.Head : Phase.Rest;
        SetDeadline(_requestBody.HasEnded ? _idleTimeout : ProxyLimits.LingerTimeout);
        if (CanFetch)
        {
            Loop.ContinueLater(this);
        }
    }

    private void SkipRest()
    {
        for (var piece = 0; piece < PiecesPerTurn; piece++)
        {
            var count = Fetch(out var bytes);
            if (count == Nothing)
            {
                return;
            }

            if (count <= 0 || !_requestBody.Take(bytes, keepsChunks: false, out _, out var taken))
            {
                Abort();
                return;
            }

            Take(bytes, taken, isWorthALook: _requestBody.HasEnded);
            if (_requestBody.HasEnded)
            {
                GoOn();
                return;
            }
        }

        Loop.ContinueLater(this);
    }

    private void SayFarewell()
    {
        if (!IsFlushed)
        {
            return;
        }

        // When everything the client sent was read, closing does no harm to what it has not read yet.
        if (_requestBody.HasEnded && !CanReceive && !HasInput)
        {
            Tls?.SayEnd(CanSend);
            Abort();
            return;
        }

        if (!_hasSaidFarewell)
        {
            _hasSaidFarewell = true;
            EndSending();
        }

        for (var piece = 0; CanReceive && piece < PiecesPerTurn; piece++)
        {
            if (Receive(Loop.Buffers.Scratch) is 0 or Broken)
            {
                Abort();
                return;
            }
        }

        if (CanReceive)
        {
            Loop.ContinueLater(this);
        }
    }
}
