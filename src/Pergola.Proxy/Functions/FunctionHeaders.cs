using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Exchange;
using Pergola.Proxy.Listening;

namespace Pergola.Proxy.Functions;

/// <summary>The headers in a function's event: the client's, in lower case, and what Lattice adds.</summary>
internal static class FunctionHeaders
{
    /// <summary>
    /// Of a request that <see cref="HeaderGuard.Strip"/> has seen. Who called stands among the headers in V1 only; V2
    /// has it in its context.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(
        HttpContext context, VpcConnection connection, AccessCaller caller, FunctionEventVersion version)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!IsReplaced(name))
            {
                headers.AddRange(values.Select(value => new KeyValuePair<string, string>(
                    name.ToLowerInvariant(), value ?? "")));
            }
        }

        headers.Add(new(LatticeHeaders.ForwardedFor, context.Connection.RemoteIpAddress?.ToString() ?? ""));
        headers.Add(new(LatticeHeaders.ForwardedPort, connection.Port.ToString(CultureInfo.InvariantCulture)));
        headers.Add(new(LatticeHeaders.ForwardedProto, connection.IsSecure ? "https" : "http"));
        if (version == FunctionEventVersion.V1 && caller.Arn is not null)
        {
            headers.Add(new(LatticeHeaders.Identity, caller.IdentityValue()));
        }

        return headers;
    }

    // The framing is of the connection; the body stands in the event.
    private static bool IsReplaced(string name) => name.ToLowerInvariant() is
        LatticeHeaders.ForwardedFor or LatticeHeaders.ForwardedPort or LatticeHeaders.ForwardedProto
        or LatticeHeaders.RequestId or "connection" or "transfer-encoding" or "te" or "trailer";
}
