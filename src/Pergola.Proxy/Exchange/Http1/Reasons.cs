using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>The words behind statuses, as bytes.</summary>
internal static class Reasons
{
    private const int StatusMax = 600;

    private static readonly byte[][] All = [.. Enumerable.Range(0, StatusMax).Select(Words)];

    /// <summary>The word of a status; empty when it has none.</summary>
    public static ReadOnlySpan<byte> Of(int status) => status is >= 0 and < StatusMax ? All[status] : default;

    private static byte[] Words(int status) => Encoding.ASCII.GetBytes(ReasonPhrases.GetReasonPhrase(status));
}
