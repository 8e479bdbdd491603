namespace Pergola.Proxy.Exchange;

/// <summary>The request line's target, undecoded.</summary>
internal static class RequestTarget
{
    /// <summary>
    /// Path and query of the target as the client sent it; null when it has none that could be forwarded (CONNECT's
    /// authority form).
    /// </summary>
    public static string? PathAndQuery(string rawTarget)
    {
        if (rawTarget.StartsWith('/'))
        {
            return rawTarget;
        }

        var scheme = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return rawTarget == "*" ? "/" : null;
        }

        var path = rawTarget.AsSpan(scheme + 3).IndexOfAny('/', '?');
        if (path < 0)
        {
            return "/";
        }

        var rest = rawTarget[(scheme + 3 + path)..];
        return rest[0] == '/' ? rest : "/" + rest;
    }

    /// <summary>The part before <c>?</c>.</summary>
    public static ReadOnlySpan<char> Path(string pathAndQuery)
    {
        var query = pathAndQuery.AsSpan().IndexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.AsSpan(0, query);
    }
}
