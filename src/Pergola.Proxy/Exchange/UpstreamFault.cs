using Microsoft.AspNetCore.Http;
using Pergola.Proxy.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace Pergola.Proxy.Exchange;

/// <summary>What the client is told when the journey to a target failed before an answer began.</summary>
internal static class UpstreamFault
{
    /// <summary>
    /// The status for a failure. AWS documents 500 for a failed connection and leaves the rest open: a silent target is
    /// 504, one that answers nonsense or breaks off is 502, and a client that breaks off its own body is 400.
    /// </summary>
    public static int StatusOf(ForwarderError error, Exception? cause) => error switch
    {
        ForwarderError.RequestTimedOut => StatusCodes.Status504GatewayTimeout,
        ForwarderError.RequestBodyClient => StatusCodes.Status400BadRequest,
        ForwarderError.RequestCreation => StatusCodes.Status500InternalServerError,
        _ => IsConnectFailure(cause)
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status502BadGateway,
    };

    /// <summary>The same failure in the words of access logs.</summary>
    public static FailureReason ReasonOf(ForwarderError error, Exception? cause) => error switch
    {
        ForwarderError.RequestTimedOut => FailureReason.TargetDataTimeout,
        ForwarderError.RequestBodyClient => FailureReason.ClientProtocolError,
        ForwarderError.RequestCreation => FailureReason.InternalError,
        ForwarderError.ResponseBodyDestination => FailureReason.TargetConnectionClosed,
        _ => IsConnectFailure(cause) ? FailureReason.TargetConnectionError : FailureReason.TargetProtocolError,
    };

    private static bool IsConnectFailure(Exception? cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.NameResolutionError,
    };
}
