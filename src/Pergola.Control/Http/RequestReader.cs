using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pergola.Wire.Messages;

namespace Pergola.Control.Http;

/// <summary>Takes a request out of the HTTP server, with its raw target and within a limit.</summary>
internal static class RequestReader
{
    /// <summary>Everything but the body.</summary>
    public static WireRequest Head(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                headers.Add(new(name, value ?? ""));
            }
        }

        return new WireRequest(context.Request.Method, target, headers, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>
    /// How much of a body that is too large is read and dropped. A client that is still writing sees the answer only
    /// when it has been read; beyond this the connection breaks.
    /// </summary>
    private const long DroppedBytesMax = 64L * 1024 * 1024;

    /// <summary>The whole body, or null when it has more bytes than allowed.</summary>
    /// <exception cref="IOException">
    /// The framing is wrong, the server's own limit is passed, or the client went away.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext context, int bytesMax)
    {
        using var body = new MemoryStream();
        var reader = context.Request.BodyReader;
        var length = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            length += read.Buffer.Length;
            if (length <= bytesMax)
            {
                foreach (var piece in read.Buffer)
                {
                    body.Write(piece.Span);
                }
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || length > DroppedBytesMax)
            {
                break;
            }
        }

        if (length > bytesMax)
        {
            return null;
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
