using Pergola.Core;

namespace Pergola.Proxy.Exchange;

/// <summary>The id of a request, which the target sees and the client gets back.</summary>
internal static class RequestId
{
    /// <summary>The client's own id, cut at AWS's limit, or a new UUID.</summary>
    public static string Of(string? given, IEntropy entropy)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return given.Length <= ProxyLimits.RequestIdMax ? given : given[..ProxyLimits.RequestIdMax];
        }

        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);   // RFC 9562: version 4,
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);   // variant 10.
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
