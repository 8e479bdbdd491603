using System.Text;
using Pergola.Planning.Access;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tls;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Engine;

// What is told of a request when it has ended: to counters always, to access logs where somebody subscribed.
internal sealed partial class ClientConnection
{
    // Of the client's words, only what a log needs outlives the head: method, path, host and agent, one after another.
    private WaitingBytes _words;
    private int _methodEnd;
    private int _pathEnd;
    private int _hostEnd;

    private VpcRoutes? _vpc;
    private ServiceRoutes? _logged;
    private AccessCaller? _caller;
    private AccessLevel? _deniedBy;
    private FailureReason _failure;
    private byte[]? _peerName;
    private TlsFacts? _facts;
    private long _begunAt;
    private long _sentAt;
    private long _answeredAt;
    private long _bytesReceived;
    private long _bytesSent;

    private RequestTally Tally(int status) =>
        new(status, Loop.Microseconds(_begunAt, Loop.Now), _bytesReceived, _bytesSent);

    private void BeginAccount()
    {
        _begunAt = Loop.Now;
        _sentAt = 0;
        _answeredAt = 0;
        _bytesReceived = 0;
        _bytesSent = 0;
        _failure = FailureReason.None;
        _logged = null;
    }

    private void RememberWords(RequestHead head, ReadOnlySpan<byte> bytes, VpcRoutes vpc, ServiceRoutes service)
    {
        if (vpc.Log == AccessLog.Nowhere && service.Log == AccessLog.Nowhere)
        {
            return;
        }

        _vpc = vpc;
        _logged = service;
        _caller = null;
        _deniedBy = null;
        _words.Clear(Loop.Buffers);
        _words.Add(Loop.Buffers, head.Method(bytes));
        _methodEnd = _words.Length;
        AddWord(head.Path(bytes));
        _pathEnd = _words.Length;
        AddWord(head.Host(bytes));
        _hostEnd = _words.Length;
        if (head.Fields.UserAgent >= 0)
        {
            AddWord(head.Fields.All[head.Fields.UserAgent].Value(bytes));
        }
    }

    private void AddWord(ReadOnlySpan<byte> word) =>
        _words.Add(Loop.Buffers, word[..Math.Min(word.Length, AccessLine.PathMax)]);

    private void RememberVerdict(AccessVerdict verdict)
    {
        _caller = RequestAccount.CallerOf(verdict);
        _deniedBy = (verdict as AccessVerdict.Denied)?.Because.Level;
        _failure = verdict.Refusal is null ? _failure : FailureReason.ClientAccessDenied;
    }

    // Once for each request, when its last byte was handed to the kernel or waits for it.
    private void EndAccount(int status)
    {
        if (_logged is not { } service)
        {
            return;
        }

        _logged = null;
        var duration = Loop.Microseconds(_begunAt, Loop.Now) / 1000;
        var now = Loop.UtcNow;
        var words = _words.Span;
        var line = new AccessLine
        {
            Vpc = _vpc!,
            Service = service,
            Listener = _listener!,
            Group = _group,
            Target = _sentAt == 0 ? null : _route,
            Caller = _caller,
            DeniedBy = _deniedBy,
            Failure = FailureReasons.Of(_failure),
            Tls = Tls is null ? null : _facts ??= Tls.Facts(),
            Source = _peerName ??= PeerName(),
            Method = words[.._methodEnd],
            Path = words[_methodEnd.._pathEnd],
            Host = words[_pathEnd.._hostEnd],
            UserAgent = words[_hostEnd..],
            RequestId = RequestId,
            IsVersion11 = _isVersion11,
            Start = now.AddMilliseconds(-duration),
            Status = status,
            BytesReceived = _bytesReceived,
            BytesSent = _bytesSent,
            Duration = duration,
            ToTarget = _sentAt == 0 ? 0 : Loop.Microseconds(_begunAt, _sentAt) / 1000,
            FromTarget = _answeredAt == 0 ? 0 : Loop.Microseconds(_answeredAt, Loop.Now) / 1000,
        };
        var length = line.Write(Loop.Buffers.Line);
        _service.Logs.Add(
            Loop.Number, now.ToUnixTimeMilliseconds(), _vpc!.Log, service.Log, Loop.Buffers.Line.AsSpan(0, length));
        _words.Clear(Loop.Buffers);
    }

    private byte[] PeerName()
    {
        Span<byte> name = stackalloc byte[SocketName.BytesMax];
        return Encoding.ASCII.GetBytes(
            Kernel.TryGetPeerName(Descriptor, name) ? SocketName.Read(name).ToString() : _peer.ToString());
    }
}
