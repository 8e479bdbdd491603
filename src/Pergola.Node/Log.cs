using Microsoft.Extensions.Logging;

namespace Pergola.Node;

/// <summary>What the node's log says.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A pass of the node failed; it is made again.")]
    public static partial void PassFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network of {VpcId} is not as desired: {Failure}")]
    public static partial void FabricFailed(ILogger logger, string vpcId, string failure);
}
