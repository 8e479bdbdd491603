using System.Globalization;
using System.Text;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>An answer or a request with its contents, whatever frames them.</summary>
internal sealed record WholeMessage(RawMessage Head, string Content)
{
    /// <summary>Reads what follows a head; a body without any framing ends with the connection.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="head">Read before.</param>
    /// <param name="hasBody">False when the method or the status says that none follows.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<WholeMessage> ReadAsync(
        Stream stream, RawMessage head, bool hasBody, CancellationToken cancel)
    {
        if (!hasBody)
        {
            return new WholeMessage(head, "");
        }

        if (head["Transfer-Encoding"] is not null)
        {
            return new WholeMessage(head, await ReadChunksAsync(stream, cancel));
        }

        if (head["Content-Length"] is not null)
        {
            return new WholeMessage(head, await RawMessage.ReadBodyAsync(stream, head.BodyLength, cancel));
        }

        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        return new WholeMessage(head, await reader.ReadToEndAsync(cancel));
    }

    /// <summary>Reads chunks to the end, and what follows them.</summary>
    public static async Task<string> ReadChunksAsync(Stream stream, CancellationToken cancel)
    {
        var content = new StringBuilder();
        while (true)
        {
            var size = int.Parse(
                (await ReadLineAsync(stream, cancel)).Split(';')[0], NumberStyles.HexNumber,
                CultureInfo.InvariantCulture);
            if (size == 0)
            {
                while (await ReadLineAsync(stream, cancel) is { Length: > 0 })
                {
                }

                return content.ToString();
            }

            content.Append(await RawMessage.ReadBodyAsync(stream, size, cancel));
            await ReadLineAsync(stream, cancel);
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (await RawMessage.ReadBodyAsync(stream, 1, cancel) is var one && one != "\n")
        {
            line.Append(one);
        }

        return line.ToString().TrimEnd('\r');
    }
}
