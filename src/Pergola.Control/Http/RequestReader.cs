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

    /// <summary>The whole body, or null when it has more bytes than allowed; then the rest is left unread.</summary>
    /// <exception cref="BadHttpRequestException">The body ended early or its framing is wrong.</exception>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext context, int bytesMax)
    {
        if (context.Request.ContentLength > bytesMax)
        {
            return null;
        }

        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            foreach (var piece in read.Buffer)
            {
                if (body.Length + piece.Length > bytesMax)
                {
                    return null;
                }

                body.Write(piece.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body.GetBuffer().AsMemory(0, (int)body.Length);
            }
        }
    }
}
