using Microsoft.Extensions.Logging;

namespace Pergola.Control.Loops;

/// <summary>What the loops' log says.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A pass of the loops failed; it is made again.")]
    public static partial void LoopFailed(ILogger logger, Exception error);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The loops still change things after {Passes} passes over one cause.")]
    public static partial void LoopsDoNotSettle(ILogger logger, int passes);
}
