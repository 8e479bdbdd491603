using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pergola.Planning.Access;
using Pergola.Proxy.Listening;
using Pergola.Proxy.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Pergola.Proxy.Exchange;

/// <summary>One request on its way to a target: what it becomes, and what its answer becomes.</summary>
internal sealed class Journey(
    VpcConnection connection, VpcRoutes vpc, ServiceRoutes service, GroupRoute group, TargetRoute target,
    string pathAndQuery, string requestId, AccessCaller caller) : HttpTransformer
{
    // The target shall see the client's bytes: Uri would otherwise fold dot segments and decode some escapes.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix,
        CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(target.Prefix + pathAndQuery, Verbatim);
        var peer = httpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        Set(proxyRequest, LatticeHeaders.ForwardedFor, peer);
        Set(proxyRequest, LatticeHeaders.ForwardedPort, connection.Port.ToString(CultureInfo.InvariantCulture));
        Set(proxyRequest, LatticeHeaders.ForwardedProto, connection.IsSecure ? "https" : "http");
        Set(proxyRequest, LatticeHeaders.Network, $"SourceVpcArn={vpc.VpcArn}");
        Set(
            proxyRequest,
            LatticeHeaders.Target,
            $"ServiceArn={service.ServiceArn}; ServiceNetworkArn={vpc.ServiceNetworkArn}; TargetGroupArn={group.Arn}");
        if (caller.Arn is not null)
        {
            Set(proxyRequest, LatticeHeaders.Identity, caller.IdentityValue());
        }

        if (caller.IdentityTagsValue() is { } tags)
        {
            Set(proxyRequest, LatticeHeaders.IdentityTags, tags);
        }

        Set(proxyRequest, LatticeHeaders.RequestId, requestId);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers[LatticeHeaders.RequestId] = requestId;
        return hasBody;
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
