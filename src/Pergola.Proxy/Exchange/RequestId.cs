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

        return Mint(entropy).ToString();
    }

    /// <summary>The same over bytes.</summary>
    /// <param name="given">The client's own id; empty when it gave none.</param>
    /// <param name="entropy">Where a new one comes from.</param>
    /// <param name="id">At least as long as AWS's limit.</param>
    /// <returns>How long the id is.</returns>
    public static int Of(ReadOnlySpan<byte> given, IEntropy entropy, Span<byte> id)
    {
        if (!given.IsEmpty)
        {
            var cut = given[..Math.Min(given.Length, ProxyLimits.RequestIdMax)];
            cut.CopyTo(id);
            return cut.Length;
        }

        Mint(entropy).TryFormat(id, out var written);
        return written;
    }

    private static Guid Mint(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);   // RFC 9562: version 4,
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);   // variant 10.
        return new Guid(bytes, bigEndian: true);
    }
}
