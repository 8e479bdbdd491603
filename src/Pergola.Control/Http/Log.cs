using Microsoft.Extensions.Logging;

namespace Pergola.Control.Http;

internal static partial class Log
{
    [LoggerMessage(
        EventName = "RequestFailed",
        Level = LogLevel.Error,
        Message = "{Service} {Operation} failed with a bug of ours, request {RequestId}")]
    public static partial void RequestFailed(
        ILogger logger, Exception bug, string service, string operation, string requestId);
}
