using System.Globalization;
using System.Text;

namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>A request as it came: enough to answer a page or to echo it.</summary>
internal sealed record BuiltinRequest(
    string Method, string Target, string Version, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>The target without its query.</summary>
    internal string Path => Target.Split('?')[0];

    internal string? Header(string name) =>
        Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether the client wants to go on with this connection.</summary>
    internal bool KeepsAlive => Header("Connection") is { } wish
        ? wish.Contains("keep-alive", StringComparison.OrdinalIgnoreCase)
            || (Version == "HTTP/1.1" && !wish.Contains("close", StringComparison.OrdinalIgnoreCase))
        : Version == "HTTP/1.1";
}

/// <summary>What the server answers.</summary>
internal sealed record BuiltinResponse(int Status, string ContentType, string Body)
{
    internal static BuiltinResponse Refuse(int status) =>
        new(status, "text/plain; charset=utf-8", Reason(status) + "\n");

    /// <summary>Head and body; a HEAD request gets the head only.</summary>
    internal byte[] Render(bool withBody, bool keepsAlive)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} {Reason(Status)}\r\nServer: pergola\r\nContent-Type: {ContentType}\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: {(keepsAlive ? "keep-alive" : "close")}\r\n"
            + $"{(Status == 405 ? "Allow: GET, HEAD\r\n" : "")}\r\n");
        return withBody ? [.. Encoding.ASCII.GetBytes(head), .. body] : Encoding.ASCII.GetBytes(head);
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    };
}

/// <summary>The request cannot be answered in its own terms; the connection ends with this status.</summary>
internal sealed class RefusedRequestException(int status) : Exception($"refused with {status}")
{
    internal int Status => status;
}
