using System.Net;

namespace Pergola.Proxy.Listening;

/// <summary>What the general server cannot see of a connection that it is given.</summary>
/// <param name="IsHttp2">Whether it speaks HTTP/2, which was agreed or is known.</param>
/// <param name="Peer">The client; null when the socket knows.</param>
/// <param name="ServiceArn">
/// The service whose name the client asked for in TLS, which was taken off; null without TLS.
/// </param>
internal sealed record Handover(bool IsHttp2, IPAddress? Peer, string? ServiceArn)
{
    /// <summary>Nothing beside what the socket says.</summary>
    public static Handover AsItCame { get; } = new(IsHttp2: false, Peer: null, ServiceArn: null);
}
