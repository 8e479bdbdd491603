using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

// From the target, or from Lattice itself, to the client.
internal sealed partial class ClientConnection
{
    private const int ClientBrokeOff = 400;

    private MessageBody _answerBody;
    private bool _answerHasBegun;
    private bool _keepsChunks;
    private bool _makesChunks;
    private bool _targetKeepsAlive;
    private int _status;

    // Moves a piece of the answer; whether there was one.
    private bool MoveAnswer(TargetConnection target)
    {
        if (!IsFlushed || !target.CanFetch)
        {
            return false;
        }

        var count = target.Fetch(out var bytes);
        if (count == Nothing)
        {
            return false;
        }

        if (count <= 0)
        {
            EndOfTarget(target, isBroken: count < 0);
        }
        else if (_answerHasBegun)
        {
            MoveAnswerBody(target, bytes);
        }
        else
        {
            MoveAnswerHead(target, bytes);
        }

        return true;
    }

    private void MoveAnswerHead(TargetConnection target, Span<byte> bytes)
    {
        var head = Loop.Response;
        switch (head.Read(bytes))
        {
            case HeadOutcome.Incomplete when bytes.Length < ProxyLimits.AnswerHeadBytesMax:
                target.Take(bytes, 0, isWorthALook: false);
                break;
            case HeadOutcome.Complete when head.Status == 101:
                // Nobody asked for another protocol.
                Fail(502, "Response");
                break;
            case HeadOutcome.Complete when head.IsInterim:
                MoveInterim(target, head, bytes);
                break;
            case HeadOutcome.Complete:
                BeginAnswer(target, head, bytes);
                break;
            default:
                Fail(502, "Response");
                break;
        }
    }

    private void MoveInterim(TargetConnection target, ResponseHead head, Span<byte> bytes)
    {
        if (head.Status == 100 && _expectsContinue)
        {
            _expectsContinue = false;
            if (!Push("HTTP/1.1 100 Continue\r\n\r\n"u8))
            {
                Abort();
                return;
            }
        }

        target.Take(bytes, head.Length, isWorthALook: true);
    }

    private void BeginAnswer(TargetConnection target, ResponseHead head, Span<byte> bytes)
    {
        _status = head.Status;
        _answerBody = head.Body(_isHead);
        _targetKeepsAlive = head.KeepsAlive && !_answerBody.EndsWithConnection;
        _keepsChunks = _isVersion11;
        _makesChunks = _answerBody.EndsWithConnection && _isVersion11;

        // A client of 1.0 knows no chunks: what has no length ends with the connection. And a client that was not told
        // to go on may or may not send its body now; nobody can say what its next byte would mean.
        var hasNoLength = _answerBody.EndsWithConnection || _answerBody.IsChunked;
        _closes |= (hasNoLength && !_isVersion11) || (_expectsContinue && !_requestBody.HasEnded);

        var writer = new ByteWriter(Loop.Buffers.Output);
        var isChunked = _isVersion11 && (head.Fields.IsChunked || _makesChunks);
        HeadWriter.WriteAnswer(ref writer, head, bytes, isChunked, Passage());
        var headLength = writer.Length;
        var body = bytes[head.Length..];
        body = body[..Math.Min(body.Length, LoopBuffers.ScratchBytes)];
        var taken = 0;
        var kept = 0;
        if (!_makesChunks)
        {
            writer.Add(body);
            if (!_answerBody.Take(writer.Written[headLength..], _keepsChunks, out kept, out taken))
            {
                Fail(502, "ResponseBody");
                return;
            }
        }

        _answerHasBegun = true;
        _answeredAt = Loop.Now;
        target.Take(bytes, head.Length + taken, isWorthALook: true);
        Finish(target, writer.Written[..(headLength + kept)]);
    }

    private void MoveAnswerBody(TargetConnection target, Span<byte> bytes)
    {
        if (!_answerBody.Take(bytes, _keepsChunks, out var kept, out var taken))
        {
            Abort();
            return;
        }

        var piece = bytes[..kept];
        if (_makesChunks)
        {
            var writer = new ByteWriter(Loop.Buffers.Output);
            writer.AddChunkSize(kept);
            writer.Add(piece);
            writer.Add("\r\n"u8);
            piece = writer.Written;
        }

        Finish(target, piece, bytes, taken);
    }

    private void Finish(TargetConnection target, ReadOnlySpan<byte> piece, Span<byte> bytes, int taken)
    {
        var isSent = Push(piece);
        _bytesSent += piece.Length;
        target.Take(bytes, taken, isWorthALook: false);
        AfterPiece(target, isSent);
    }

    private void Finish(TargetConnection target, ReadOnlySpan<byte> piece)
    {
        _bytesSent += piece.Length;
        AfterPiece(target, Push(piece));
    }

    private void AfterPiece(TargetConnection target, bool isSent)
    {
        if (!isSent)
        {
            Abort();
            return;
        }

        if (_answerBody.HasEnded)
        {
            _target = null;
            target.End(_targetKeepsAlive && _requestBody.HasEnded && !_isRequestCut);
            Book();
            EndAccount(_status);
            GoOn();
        }
    }

    // The target has closed its connection.
    private void EndOfTarget(TargetConnection target, bool isBroken)
    {
        if (!_answerHasBegun)
        {
            if (target.IsReused && !target.HasInput && _memo.Length > _requestIdLength)
            {
                Repeat();
            }
            else
            {
                Fail(502, "Response");
            }

            return;
        }

        if (isBroken || !_answerBody.EndsWithConnection)
        {
            // The client must not take a part for the whole.
            Abort();
            return;
        }

        _answerBody = MessageBody.None;
        AfterPiece(target, !_makesChunks || Push("0\r\n\r\n"u8));
    }

    // The target closed the connection when the request was on its way: it has not seen it, or may see it twice.
    private void Repeat()
    {
        if (!Connect(isFirst: false))
        {
            return;
        }

        if (!_target!.Push(_memo.Span[_requestIdLength..]))
        {
            Fail(502, "Request");
        }
    }

    private void Fail(int status, string stage)
    {
        Log.TargetFailed(_service.Logger, _group!.State.TargetGroupId, _route!.Prefix, stage, status);
        if (_target is { } target)
        {
            _target = null;
            target.Abort();
        }

        _failure = ReasonOf(status, stage);
        if (_failure == FailureReason.TargetDataTimeout)
        {
            _listener!.Counters.Add(RequestCount.RequestTimeouts, 1, Loop.Number);
        }
        else if (stage == "TimeLimit")
        {
            _group!.State.Counters.Add(RequestCount.ConnectionTimeouts, 1, Loop.Number);
        }

        _status = status;
        _answerHasBegun = true;
        Book();
        CountSent(PushOwn(status, default));
    }

    private void AnswerOwn(RequestHead head, ReadOnlySpan<byte> bytes, int status, ReadOnlySpan<byte> text)
    {
        Take(bytes, head.Length, isWorthALook: true);
        _closes |= _expectsContinue && !_requestBody.HasEnded;
        _status = status;
        _bytesReceived = head.Length;
        _listener?.Counters.Add(Tally(status), Loop.Number);
        _group?.State.Counters.Add(Tally(status), Loop.Number);
        CountSent(PushOwn(status, text));
    }

    // An answer of our own is counted before it is sent, when its length is not known yet.
    private void CountSent(int bytes)
    {
        _listener?.Counters.Add(RequestCount.BytesSent, bytes, Loop.Number);
        _group?.State.Counters.Add(RequestCount.BytesSent, bytes, Loop.Number);
    }

    private static FailureReason ReasonOf(int status, string stage) => (status, stage) switch
    {
        (504, _) => FailureReason.TargetDataTimeout,
        (_, "Connect" or "TimeLimit") => FailureReason.TargetConnectionError,
        (400, _) => FailureReason.ClientProtocolError,
        (_, "Vpc" or "Request") => FailureReason.TargetConnectionClosed,
        _ => FailureReason.TargetProtocolError,
    };

    /// <summary>Answers what is no request, or none that may be answered otherwise, and closes.</summary>
    private void Refuse(int status)
    {
        _closes = true;
        _requestBody = MessageBody.UntilClose;
        PushOwn(status, status == 400 ? "Bad Request"u8 : default);
    }

    private int PushOwn(int status, ReadOnlySpan<byte> text)
    {
        var writer = new ByteWriter(Loop.Buffers.Output);
        HeadWriter.WriteOwn(ref writer, status, Reasons.Of(status), text, _isHead, Passage());
        _bytesSent = writer.Length;
        if (Push(writer.Written))
        {
            EndAccount(status);
            GoOn();
        }
        else
        {
            Abort();
        }

        return writer.Length;
    }

    private AnswerPassage Passage() => new()
    {
        RequestId = RequestId,
        DateLine = Loop.Date.At(Loop.Now),
        Closes = _closes,
        IsVersion11 = _isVersion11,
    };

    // :: The book
    private void Book()
    {
        var status = _answerHasBegun ? _status : ClientBrokeOff;
        var tally = Tally(status);
        _listener!.Counters.Add(tally, Loop.Number);
        _group!.State.Counters.Add(tally, Loop.Number);
        _route!.State.End();
    }
}
