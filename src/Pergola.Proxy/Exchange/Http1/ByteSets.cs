using System.Buffers;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>Which bytes may stand where in a head (RFC 9110, 5.6.2 and 5.5; RFC 3986).</summary>
internal static class ByteSets
{
    /// <summary>What methods and header names consist of.</summary>
    public static SearchValues<byte> Token { get; } = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Control bytes: none may be in a line, beside the tab. The first one must be the line's end.</summary>
    public static SearchValues<byte> Control { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(one => one != '\t').Select(one => (byte)one), 127]);

    /// <summary>What a request's target consists of: everything that can be seen. A space ends it.</summary>
    public static SearchValues<byte> Visible { get; } = SearchValues.Create(
        [.. Enumerable.Range(33, 94).Select(one => (byte)one)]);
}
