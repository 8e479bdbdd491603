using Microsoft.Extensions.Logging;

namespace Pergola.Control.Telemetry;

/// <summary>What is told of deliveries that fail.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Access logs for {Destination} are dropped: {Reason}")]
    public static partial void DeliveryFailed(ILogger logger, string destination, string reason);
}
