using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pergola.Planning.Access;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Upstream;

namespace Pergola.Proxy.Exchange;

/// <summary>
/// What is told of a request when it has ended: to counters, and to access logs where somebody subscribed. Bytes of
/// bodies without a length are not known here.
/// </summary>
internal sealed class RequestAccount(string pathAndQuery, string requestId, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Where the request went; null when it named no service, and then nothing is told.</summary>
    public (VpcRoutes Vpc, ServiceRoutes Service, ListenerRoutes Listener)? Way { get; set; }

    public AccessVerdict? Verdict { get; set; }

    public GroupRoute? Group { get; set; }

    /// <summary>The target that it was sent to; null when it was sent to none.</summary>
    public TargetRoute? Target { get; set; }

    public FailureReason Failure { get; set; }

    // :: The book
    public void Close(HttpContext context, AccessLog logs)
    {
        if (Way is not var (vpc, service, listener))
        {
            return;
        }

        var elapsed = time.GetElapsedTime(_start);
        var tally = new RequestTally(
            context.Response.StatusCode,
            (long)elapsed.TotalMicroseconds,
            context.Request.ContentLength ?? 0,
            context.Response.ContentLength ?? 0);
        listener.Counters.Add(tally);
        Group?.State.Counters.Add(tally);
        if (Failure == FailureReason.TargetDataTimeout)
        {
            listener.Counters.Add(RequestCount.RequestTimeouts, 1);
        }

        if (vpc.Log != AccessLog.Nowhere || service.Log != AccessLog.Nowhere)
        {
            Write(context, logs, vpc, service, listener, tally);
        }
    }

    private void Write(
        HttpContext context, AccessLog logs, VpcRoutes vpc, ServiceRoutes service, ListenerRoutes listener,
        RequestTally tally)
    {
        var now = time.GetUtcNow();
        var request = context.Request;
        var line = new AccessLine
        {
            Vpc = vpc,
            Service = service,
            Listener = listener,
            Group = Group,
            Target = Target,
            Caller = CallerOf(Verdict),
            DeniedBy = (Verdict as AccessVerdict.Denied)?.Because.Level,
            Failure = FailureReasons.Of(Failure),
            Source = Bytes(new IPEndPoint(
                context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort).ToString()),
            Method = Bytes(request.Method),
            Path = Bytes(RequestTarget.Path(pathAndQuery).ToString()),
            Host = Bytes(request.Host.Value),
            UserAgent = Bytes(request.Headers.UserAgent.FirstOrDefault()),
            RequestId = Bytes(requestId),
            IsVersion2 = HttpProtocol.IsHttp2(request.Protocol),
            IsVersion11 = HttpProtocol.IsHttp11(request.Protocol),
            Start = now.AddMicroseconds(-tally.Microseconds),
            Status = tally.Status,
            BytesReceived = tally.BytesReceived,
            BytesSent = tally.BytesSent,
            Duration = tally.Microseconds / 1000,
        };
        var space = new byte[AccessLine.BytesMax];
        logs.Add(0, now.ToUnixTimeMilliseconds(), vpc.Log, service.Log, space.AsSpan(0, line.Write(space)));
    }

    /// <summary>Whom a log names: nobody where nobody had to be known.</summary>
    public static AccessCaller? CallerOf(AccessVerdict? verdict) => verdict switch
    {
        AccessVerdict.Allowed { Because.Count: 0, Caller.Arn: null } => null,
        AccessVerdict.Allowed allowed => allowed.Caller,
        AccessVerdict.Denied denied => denied.Caller,
        _ => null,
    };

    private static byte[] Bytes(string? text) => Encoding.UTF8.GetBytes(text ?? "");
}
