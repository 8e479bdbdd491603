using Microsoft.Extensions.Logging;

namespace Pergola.Proxy;

/// <summary>What the data plane says.</summary>
internal static partial class Log
{
    [LoggerMessage(EventName = "ListenerStarted", Level = LogLevel.Debug, Message = "{VpcId} listens on port {Port}.")]
    public static partial void ListenerStarted(ILogger logger, string vpcId, int port);

    [LoggerMessage(
        EventName = "ResourceFailed", Level = LogLevel.Debug,
        Message = "{AssociationId}: a client was refused, because {Host} port {Port} cannot be reached: {Reason}")]
    public static partial void ResourceFailed(
        ILogger logger, string associationId, string host, int port, string reason);

    [LoggerMessage(
        EventName = "AcceptPaused", Level = LogLevel.Warning,
        Message = "{VpcId} port {Port} cannot accept a connection now and tries again: {Reason}")]
    public static partial void AcceptPaused(ILogger logger, string vpcId, int port, string reason);

    [LoggerMessage(
        EventName = "ExchangeFailed", Level = LogLevel.Error,
        Message = "A request to {ServiceArn} broke a promise of ours.")]
    public static partial void ExchangeFailed(ILogger logger, string serviceArn, Exception exception);

    [LoggerMessage(
        EventName = "ConnectionFailed", Level = LogLevel.Error, Message = "A connection broke a promise of ours.")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "TargetFailed", Level = LogLevel.Debug,
        Message = "{TargetGroupId} {Target}: {Stage} failed; the client gets {Status}.")]
    public static partial void TargetFailed(
        ILogger logger, string targetGroupId, string target, string stage, int status);

    [LoggerMessage(
        EventName = "RenewalFailed", Level = LogLevel.Error,
        Message = "The certificate for {Pattern} cannot be renewed: {Reason}")]
    public static partial void RenewalFailed(ILogger logger, string pattern, string reason);

    [LoggerMessage(
        EventName = "UpstreamFailed", Level = LogLevel.Debug,
        Message = "{TargetGroupId} {Target}: {Stage} failed.")]
    public static partial void UpstreamFailed(
        ILogger logger,
        string targetGroupId,
        string target,
        Yarp.ReverseProxy.Forwarder.ForwarderError stage,
        Exception? cause);

    [LoggerMessage(
        EventName = "TargetHealthChanged", Level = LogLevel.Information,
        Message = "Target {Address}:{Port} of {TargetGroupId} is {Health}.")]
    public static partial void TargetHealthChanged(
        ILogger logger, string targetGroupId, System.Net.IPAddress address, int port, Planning.TargetHealth health);

    [LoggerMessage(
        EventName = "ResolverFailed", Level = LogLevel.Warning,
        Message = "{VpcId}: the resolver dropped a message: {Reason}")]
    public static partial void ResolverFailed(ILogger logger, string vpcId, string reason);

    [LoggerMessage(
        EventName = "FunctionHasNoEndpoint", Level = LogLevel.Warning,
        Message = "No endpoint is known that invokes {FunctionArn}; start the server with --lambda {FunctionArn}=URL.")]
    public static partial void FunctionHasNoEndpoint(ILogger logger, string functionArn);

    [LoggerMessage(
        EventName = "FunctionFailed", Level = LogLevel.Warning,
        Message = "{FunctionArn} gave no answer that can be passed on: {Fault}.")]
    public static partial void FunctionFailed(ILogger logger, string functionArn, string fault);
}
