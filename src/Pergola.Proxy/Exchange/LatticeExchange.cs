using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Functions;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace Pergola.Proxy.Exchange;

/// <summary>
/// One proxied request, room by room: the name (which service), the guard (who may), the rule (which action), the draw
/// (which target), the journey (there and back) and the book (counters). Each request reads the table once.
/// </summary>
internal sealed class LatticeExchange(
    Func<RoutingTable> table, IHttpForwarder forwarder, FunctionCaller functions, IEntropy entropy, AccessLog logs,
    TimeProvider time, ILogger logger) : IHttpApplication<HttpContext>
{
    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        var connection = context.Features.GetRequiredFeature<VpcConnection>();
        connection.Begin();
        try
        {
            await ProcessAsync(context, connection);
        }
        finally
        {
            connection.End(
                context.Features.Get<RequestAccount>()?.Way?.Service.IdleTimeout ?? ProxyLimits.IdleTimeout);
        }
    }

    private async ValueTask ProcessAsync(HttpContext context, VpcConnection connection)
    {
        var headers = context.Request.Headers;
        var requestId = RequestId.Of(headers[LatticeHeaders.RequestId], entropy);
        context.Response.Headers[LatticeHeaders.RequestId] = requestId;

        var rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!HeaderGuard.KeepsLimits(headers) || RequestTarget.PathAndQuery(rawTarget) is not { } pathAndQuery)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, "Bad Request");
            return;
        }

        var account = new RequestAccount(pathAndQuery, requestId, time);
        context.Features.Set(account);
        // A table may be replaced, and a group of it closed, between reading the table and entering the group. Then the
        // new table decides; it has been in force since before the group closed, so this ends.
        try
        {
            while (!await TryRouteAsync(context, connection, pathAndQuery, requestId, account))
            {
            }
        }
        finally
        {
            account.Close(context, logs);
        }
    }

    private async ValueTask<bool> TryRouteAsync(
        HttpContext context, VpcConnection connection, string pathAndQuery, string requestId, RequestAccount account)
    {
        // :: The name
        if (table().Find(connection.VpcId) is not { } vpc
            || vpc.Find(context.Request.Host.Value) is not { } service
            || (connection.IsSecure && connection.ServiceArn != service.ServiceArn)
            || service.Listeners.Find(
                connection.Port,
                connection.IsSecure ? ListenerProtocol.Https : ListenerProtocol.Http) is not { } listener)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return true;
        }

        account.Way = (vpc, service, listener);

        // :: The guard
        var verdict = service.Guard.Judge(Seen(context, connection, vpc, pathAndQuery), vpc.Keys);
        account.Verdict = verdict;
        if (verdict.Refusal is { } refusal)
        {
            account.Failure = FailureReason.ClientAccessDenied;
            await AnswerAsync(context, AccessVerdict.RefusedStatus, refusal);
            return true;
        }

        // :: The rule
        var path = RequestTarget.Path(pathAndQuery);
        var action = listener.Rules.Select(context.Request.Method, path, context.Request.Headers);
        if (action is RouteAction.Forward forward)
        {
            var passage = new Passage(
                connection, vpc, service, pathAndQuery, requestId, ((AccessVerdict.Allowed)verdict).Caller);
            return await TryForwardAsync(context, passage, forward.Draw, account);
        }

        await AnswerAsync(context, ((RouteAction.FixedResponse)action).StatusCode, text: null);
        return true;
    }

    private async ValueTask<bool> TryForwardAsync(
        HttpContext context, Passage passage, WeightedDraw draw, RequestAccount account)
    {
        // :: The draw. The chosen group is final: when it has no usable target, no other group steps in.
        if (draw.Draw(entropy) is not { } group)
        {
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error");
            return true;
        }

        account.Group = group;
        if (group.Entry.Function is { } function)
        {
            account.Failure = await CallAsync(context, passage, group, function);
            return true;
        }

        if (group.Next() is not { } target)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
            return true;
        }

        if (!group.State.TryEnter())
        {
            return false;
        }

        account.Target = target;
        target.State.Begin();
        try
        {
            account.Failure = await TravelAsync(context, passage, group, target);
        }
        finally
        {
            target.State.End();
            group.State.Leave();
        }

        return true;
    }

    // :: The call, where the target is a function
    private async Task<FailureReason> CallAsync(
        HttpContext context, Passage passage, GroupRoute group, FunctionEntry function)
    {
        HeaderGuard.Strip(context);
        if (await FunctionCaller.ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await AnswerAsync(context, StatusCodes.Status413PayloadTooLarge, "Payload Too Large");
            return FailureReason.ClientProtocolError;
        }

        var @event = new FunctionEvent(
            context.Request.Method,
            passage.PathAndQuery,
            FunctionHeaders.Of(context, passage.Connection, passage.Caller, function.EventVersion),
            body,
            passage.Caller,
            passage.Vpc.VpcArn,
            passage.Vpc.ServiceNetworkArn,
            passage.Service.ServiceArn,
            group.Arn,
            passage.RequestId,
            time.GetUtcNow());
        return await functions.CallAsync(context, function, @event, passage.Service.IdleTimeout);
    }

    // :: The journey
    private async Task<FailureReason> TravelAsync(
        HttpContext context, Passage passage, GroupRoute group, TargetRoute target)
    {
        HeaderGuard.Strip(context);
        var journey = new Journey(
            passage.Connection, passage.Vpc, passage.Service, group, target, passage.PathAndQuery, passage.RequestId,
            passage.Caller);
        var request = new ForwarderRequestConfig
        {
            ActivityTimeout = passage.Service.IdleTimeout,
            Version = group.State.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var error = await forwarder.SendAsync(context, target.Prefix, group.State.Client, request, journey);
        if (error == ForwarderError.None)
        {
            return FailureReason.None;
        }

        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        Log.UpstreamFailed(logger, group.State.TargetGroupId, target.Prefix, error, cause);
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context, UpstreamFault.StatusOf(error, cause), text: null);
            context.Response.Headers[LatticeHeaders.RequestId] = passage.RequestId;
        }

        return context.RequestAborted.IsCancellationRequested
            ? FailureReason.ClientConnectionClosed
            : UpstreamFault.ReasonOf(error, cause);
    }

    private AccessRequest Seen(
        HttpContext context, VpcConnection connection, VpcRoutes vpc, string pathAndQuery) => new(
        context.Request.Method,
        pathAndQuery,
        [
            .. context.Request.Headers.SelectMany(header => header.Value.Select(
                value => new KeyValuePair<string, string>(header.Key, value ?? ""))),
        ],
        new AccessDoor(vpc.VpcArn, vpc.ServiceNetworkArn, connection.Port, connection.IsSecure),
        context.Connection.RemoteIpAddress ?? System.Net.IPAddress.None,
        time.GetUtcNow());

    private static Task AnswerAsync(HttpContext context, int statusCode, string? text)
    {
        context.Response.StatusCode = statusCode;
        if (text is null)
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text);
    }

    private sealed record Passage(
        VpcConnection Connection, VpcRoutes Vpc, ServiceRoutes Service, string PathAndQuery, string RequestId,
        AccessCaller Caller);
}
