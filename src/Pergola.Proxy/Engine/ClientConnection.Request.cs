using System.Net.Sockets;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

// From the client to the target.
internal sealed partial class ClientConnection
{
    // What must be remembered until the answer: the request's id and, behind it, the head if it may be sent again.
    private WaitingBytes _memo;
    private int _requestIdLength;
    private byte[]? _forwarded;
    private int _searched;

    private MessageBody _requestBody;
    private bool _isHead;
    private bool _isVersion11;
    private bool _expectsContinue;
    private bool _closes;
    private bool _isRequestCut;
    private TimeSpan _idleTimeout = ProxyLimits.IdleTimeout;
    private ListenerRoutes? _listener;
    private GroupRoute? _group;
    private TargetRoute? _route;
    private TargetConnection? _target;

    private ReadOnlySpan<byte> RequestId => _memo.Span[.._requestIdLength];

    private void ReadHeads()
    {
        // A client that sends request after request and reads no answer waits for itself.
        for (var request = 0; IsOpen && _phase == Phase.Head && IsFlushed; request++)
        {
            if (request == RequestsPerTurn)
            {
                Loop.ContinueLater(this);
                return;
            }

            var count = Fetch(out var bytes);
            if (count == Nothing)
            {
                return;
            }

            if (count <= 0)
            {
                Abort();
                return;
            }

            ReadHead(bytes);
        }

        if (IsOpen && _phase == Phase.Exchange && !_requestBody.HasEnded)
        {
            Exchange();
        }
    }

    private void ReadHead(Span<byte> bytes)
    {
        // A head that comes in many pieces is not read from its beginning with each of them.
        if (_searched > 0 && bytes[Math.Max(0, _searched - 3)..].IndexOf("\r\n\r\n"u8) < 0)
        {
            AwaitHead(bytes);
            return;
        }

        switch (Loop.Request.Read(bytes))
        {
            case HeadOutcome.Incomplete:
                AwaitHead(bytes);
                break;
            case HeadOutcome.Complete:
                _searched = 0;
                BeginRequest(Loop.Request, bytes);
                break;
            case HeadOutcome.OtherVersion when _phase == Phase.Head && bytes.StartsWith(Http2Preface):
                HandOver(bytes, isHttp2: true);
                break;
            case HeadOutcome.OtherVersion:
                Refuse(505);
                break;
            default:
                Refuse(400);
                break;
        }
    }

    private void AwaitHead(Span<byte> bytes)
    {
        if (bytes.Length >= ProxyLimits.HeadBytesMax)
        {
            Refuse(400);
            return;
        }

        // Its first bytes may have come behind the request before.
        if (_searched == 0)
        {
            SetDeadline(ProxyLimits.HeadTimeout);
        }

        _searched = bytes.Length;
        Take(bytes, 0, isWorthALook: false);
    }

    private void BeginRequest(RequestHead head, Span<byte> bytes)
    {
        _isVersion11 = head.IsVersion11;
        _isHead = head.Method(bytes).SequenceEqual("HEAD"u8);
        _closes = !head.KeepsAlive || _isDraining;
        _expectsContinue = head.Fields.ExpectsContinue && head.IsVersion11;
        _requestBody = head.Fields.IsChunked
            ? MessageBody.Chunked
            : MessageBody.OfLength(Math.Max(0, head.Fields.ContentLength));
        _isRequestCut = false;
        _answerHasBegun = false;
        _listener = null;
        _group = null;
        BeginAccount();
        RememberRequestId(head, bytes);
        if (head.Fields.Bytes > ProxyLimits.HeaderBytesMax)
        {
            Refuse(400);
            return;
        }

        // :: The name
        if (_entrance.Routes(_service) is not { } vpc
            || vpc.Find(head.Host(bytes)) is not { } service
            || (_serviceArn is not null && _serviceArn != service.ServiceArn)
            || service.Listeners.Find(_entrance.Port, Protocol) is not { } listener)
        {
            AnswerOwn(head, bytes, 404, "Not Found"u8);
            return;
        }

        _idleTimeout = service.IdleTimeout;
        _listener = listener;
        RememberWords(head, bytes, vpc, service);
        if (!IsLetIn(head, bytes, vpc, service))
        {
            return;
        }

        // :: The rule
        switch (listener.Rules.Select(head, bytes))
        {
            case RouteAction.FixedResponse response:
                AnswerOwn(head, bytes, response.StatusCode, default);
                break;
            case RouteAction.Forward forward:
                Draw(head, bytes, vpc, service, forward.Draw);
                break;
        }
    }

    // :: The draw. The chosen group is final: when it has no usable target, no other group steps in.
    private void Draw(
        RequestHead head, Span<byte> bytes, VpcRoutes vpc, ServiceRoutes service, WeightedDraw draw)
    {
        if (draw.Draw(Loop.Entropy) is not { } group)
        {
            AnswerOwn(head, bytes, 500, "Internal Server Error"u8);
            return;
        }

        if (!group.IsPlainHttp1)
        {
            HandOver(bytes);
            return;
        }

        _group = group;
        if (group.Next() is not { } route)
        {
            AnswerOwn(head, bytes, 503, "Service Unavailable"u8);
            return;
        }

        _route = route;
        SendRequest(head, bytes, vpc, service, group);
    }

    // :: The journey, on its way out
    private void SendRequest(
        RequestHead head, Span<byte> bytes, VpcRoutes vpc, ServiceRoutes service, GroupRoute group)
    {
        var writer = new ByteWriter(Loop.Buffers.Output);
        HeadWriter.WriteRequest(ref writer, head, bytes, new LatticeAdditions
        {
            Forwarded = _forwarded ??= Forwarded(),
            Network = vpc.NetworkLine,
            Service = service.ServicePart,
            ServiceNetwork = vpc.ServiceNetworkPart,
            TargetGroup = group.TargetGroupPart,
            Identity = _identity,
            RequestId = RequestId,
        });

        // What has arrived of the body travels with the head.
        var mayRepeat = _requestBody.HasEnded && IsIdempotent(head.Method(bytes));
        var headLength = writer.Length;
        var body = bytes[head.Length..];
        body = body[..Math.Min(body.Length, LoopBuffers.ScratchBytes)];
        writer.Add(body);
        if (!_requestBody.Take(writer.Written[headLength..], keepsChunks: true, out var kept, out var taken))
        {
            _group = null;
            Refuse(400);
            return;
        }

        var request = writer.Written[..(headLength + kept)];
        Take(bytes, head.Length + taken, isWorthALook: true);
        _bytesReceived = head.Length + taken;
        _sentAt = Loop.Now;
        _route!.State.Begin();
        _phase = Phase.Exchange;
        if (Connect(isFirst: true)
            && (_target!.Push(request) || (Connect(isFirst: false) && _target.Push(request))))
        {
            if (mayRepeat && _target!.IsReused)
            {
                _memo.Add(Loop.Buffers, request);
            }
        }
        else if (_phase == Phase.Exchange)
        {
            Fail(502, "Request");
        }
    }

    // A connection to the target that the request may use; a first one may have been used before.
    private bool Connect(bool isFirst)
    {
        var pool = _service.Pools.Of(_group!.State, _route!.State);
        if (_target is { } old)
        {
            _target = null;
            old.Abort();
            if (!old.IsReused)
            {
                return false;
            }
        }

        try
        {
            _target = isFirst ? pool.Take() : pool.Connect();
        }
        catch (SocketException)
        {
            _group.State.Counters.Add(RequestCount.ConnectionErrors, 1, Loop.Number);
            Fail(500, "Connect");
            return false;
        }

        if (!_target.IsReused)
        {
            _group.State.Counters.Add(RequestCount.Connections, 1, Loop.Number);
        }

        _target.Begin(this);
        SetDeadline(_target.IsConnected ? _idleTimeout : ProxyLimits.ConnectTimeout);
        return true;
    }

    /// <summary>The target's connection is open: from now on the target is waited for.</summary>
    public void Connected() => SetDeadline(_idleTimeout);

    /// <summary>The target's connection could not be opened.</summary>
    public void ConnectFailed()
    {
        _group!.State.Counters.Add(RequestCount.ConnectionErrors, 1, Loop.Number);
        Fail(500, "Connect");
    }

    /// <summary>The target's VPC is gone.</summary>
    public void TargetLost()
    {
        if (_answerHasBegun)
        {
            Abort();
        }
        else
        {
            Fail(502, "Vpc");
        }
    }

    private void Exchange()
    {
        for (var piece = 0; piece < PiecesPerTurn; piece++)
        {
            var target = _target!;
            if (!target.IsConnected)
            {
                return;
            }

            // What it does not take any more is lost, but it may have said why.
            _isRequestCut |= !target.Flush();
            var moved = MoveRequest(target);
            moved |= _target == target && MoveAnswer(target);
            if (_phase != Phase.Exchange || !IsOpen)
            {
                return;
            }

            if (!moved)
            {
                return;
            }

            SetDeadline(_idleTimeout);
        }

        Loop.ContinueLater(this);
    }

    // Moves a piece of the request's body; whether there was one.
    private bool MoveRequest(TargetConnection target)
    {
        if (_requestBody.HasEnded || _isRequestCut || !target.IsFlushed)
        {
            return false;
        }

        var count = Fetch(out var bytes);
        if (count == Nothing)
        {
            return false;
        }

        if (count <= 0 || !_requestBody.Take(bytes, keepsChunks: true, out var kept, out var taken))
        {
            BreakRequest();
            return false;
        }

        _isRequestCut = kept > 0 && !target.Push(bytes[..kept]);
        _bytesReceived += taken;
        _sentAt = Loop.Now;
        Take(bytes, taken, isWorthALook: _requestBody.HasEnded);
        return true;
    }

    // The client broke its own body off, or it makes no sense.
    private void BreakRequest()
    {
        _closes = true;
        _requestBody = MessageBody.None;
        if (_answerHasBegun)
        {
            Abort();
        }
        else
        {
            Fail(400, "RequestBody");
        }
    }

    private void RememberRequestId(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        var given = head.Fields.RequestId < 0 ? default : head.Fields.All[head.Fields.RequestId].Value(bytes);
        ClearMemo();
        var space = _memo.Reserve(Loop.Buffers, ProxyLimits.RequestIdMax);
        _requestIdLength = Pergola.Proxy.Exchange.RequestId.Of(given, Loop.Entropy, space);
        _memo.Grow(_requestIdLength);
    }

    private void ClearMemo()
    {
        _memo.Clear(Loop.Buffers);
        _requestIdLength = 0;
    }

    // RFC 9110, 9.2.2.
    private static bool IsIdempotent(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("PUT"u8)
        || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("TRACE"u8);
}
