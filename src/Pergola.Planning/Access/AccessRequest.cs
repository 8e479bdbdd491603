using System.Net;

namespace Pergola.Planning.Access;

/// <summary>A request as the guard looks at it: what was sent, and where it came in.</summary>
/// <param name="Method">As the client wrote it.</param>
/// <param name="PathAndQuery">As the client wrote it, not decoded; begins with a slash.</param>
/// <param name="Headers">In the order in which they came, one line each.</param>
/// <param name="Door">Where it came in.</param>
/// <param name="Source">The client's address in its VPC.</param>
/// <param name="Now">The time that signatures are measured by.</param>
public sealed record AccessRequest(
    string Method,
    string PathAndQuery,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    AccessDoor Door,
    IPAddress Source,
    DateTimeOffset Now)
{
    /// <summary>The path before <c>?</c>.</summary>
    public string Path => Split(PathAndQuery).Path;

    /// <summary>What follows <c>?</c>; empty when nothing does.</summary>
    public string Query => Split(PathAndQuery).Query;

    private static (string Path, string Query) Split(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (text, "") : (text[..question], text[(question + 1)..]);
    }
}

/// <summary>The way by which requests come to a service.</summary>
/// <param name="VpcArn">The client's VPC.</param>
/// <param name="ServiceNetworkArn">The network through which it is reached.</param>
/// <param name="Port">The listener's.</param>
/// <param name="IsSecure">Whether the client speaks TLS.</param>
public sealed record AccessDoor(string VpcArn, string ServiceNetworkArn, int Port, bool IsSecure);
