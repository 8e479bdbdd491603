using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pergola.Proxy.Exchange;

/// <summary>What a request's headers may be, and which of them end at the proxy.</summary>
internal static class HeaderGuard
{
    /// <summary>Whether the headers keep AWS's limits.</summary>
    public static bool KeepsLimits(IHeaderDictionary headers)
    {
        var count = 0;
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            for (var i = 0; i < values.Count; i++)
            {
                count++;
                bytes += name.Length + (values[i]?.Length ?? 0);
            }
        }

        return count <= ProxyLimits.HeadersMax && bytes <= ProxyLimits.HeaderBytesMax;
    }

    /// <summary>
    /// Removes what belongs to the client's connection (RFC 9110, 7.6.1) and what only Lattice may say. Afterwards an
    /// Upgrade is an ordinary request. Of "Connection: keep-alive, x" Kestrel shows
    /// the word that it knows alone, so that x is passed on.
    /// </summary>
    public static void Strip(HttpContext context)
    {
        var headers = context.Request.Headers;
        foreach (var line in headers.Connection)
        {
            foreach (var token in (line ?? "").Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                // A client may not name headers away that the request cannot do without.
                if (!IsFraming(token))
                {
                    headers.Remove(token);
                }
            }
        }

        headers.Remove("Upgrade");
        headers.Remove("HTTP2-Settings");
        headers.Remove("Proxy-Connection");
        headers.Remove("Keep-Alive");
        headers.Remove(LatticeHeaders.Identity);
        headers.Remove(LatticeHeaders.IdentityTags);
        headers.Remove(LatticeHeaders.Network);
        headers.Remove(LatticeHeaders.Target);
        context.Features.Set<IHttpUpgradeFeature>(null);
    }

    private static bool IsFraming(string name) =>
        name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
