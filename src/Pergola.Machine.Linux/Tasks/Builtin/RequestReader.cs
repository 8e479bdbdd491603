using System.Globalization;
using System.Text;

namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>Reads HTTP/1.1 requests from one connection, one after another. Refuses what is ambiguous.</summary>
internal sealed class RequestReader(Stream stream)
{
    // As generous as common servers: nginx allows four buffers of 8 KiB for a head.
    private const int HeadBytesMax = 32 * 1024;

    // The echo holds a body in memory; a sample server needs no more.
    private const int BodyBytesMax = 8 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[HeadBytesMax];
    private int _start;
    private int _end;

    /// <summary>The next request; null when the client has closed the connection between two.</summary>
    internal async Task<BuiltinRequest?> ReadAsync(CancellationToken cancellation)
    {
        var first = await ReadLineAsync(atStart: true, cancellation);
        if (first is null)
        {
            return null;
        }

        var parts = first.Split(' ');
        if (parts.Length != 3 || parts[0].Length == 0 || !parts[0].All(IsTokenCharacter) || parts[1].Length == 0)
        {
            throw new RefusedRequestException(400);
        }

        if (parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            throw new RefusedRequestException(
                parts[2].StartsWith("HTTP/", StringComparison.Ordinal) ? 505 : 400);
        }

        var headers = new List<(string Name, string Value)>();
        var size = first.Length;
        while (await ReadLineAsync(atStart: false, cancellation) is { Length: > 0 } line)
        {
            size += line.Length + 2;
            headers.Add(size > HeadBytesMax ? throw new RefusedRequestException(431) : ParseHeader(line));
        }

        var request = new BuiltinRequest(parts[0], parts[1], parts[2], headers, []);
        var hosts = headers.Count(h => h.Name.Equals("Host", StringComparison.OrdinalIgnoreCase));
        if (parts[2] == "HTTP/1.1" && hosts != 1)
        {
            throw new RefusedRequestException(400);
        }

        return request with { Body = await ReadBodyAsync(request, cancellation) };
    }

    private static bool IsTokenCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private static (string Name, string Value) ParseHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !line.AsSpan(0, colon).ToString().All(IsTokenCharacter)
            || line.Contains('\r', StringComparison.Ordinal) || line.Contains('\0', StringComparison.Ordinal))
        {
            throw new RefusedRequestException(400);
        }

        return (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private async Task<byte[]> ReadBodyAsync(BuiltinRequest request, CancellationToken cancellation)
    {
        var lengths = request.Headers
            .Where(h => h.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).ToList();
        var coding = request.Header("Transfer-Encoding");
        if (lengths.Count > 1 || (lengths.Count == 1 && coding is not null))
        {
            throw new RefusedRequestException(400);
        }

        if (coding is not null && !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(501);
        }

        var length = 0L;
        if (lengths.Count == 1
            && !long.TryParse(lengths[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            throw new RefusedRequestException(400);
        }

        if ((length > 0 || coding is not null)
            && request.Header("Expect")?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) == true)
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        }

        return coding is null ? await ReadExactlyAsync(length, 0, cancellation) : await ReadChunksAsync(cancellation);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync(atStart: false, cancellation) ?? throw new RefusedRequestException(400);
            var digits = line.Split(';')[0].Trim();
            if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                || size < 0)
            {
                throw new RefusedRequestException(400);
            }

            if (size == 0)
            {
                break;
            }

            body.Write(await ReadExactlyAsync(size, body.Length, cancellation));
            if (await ReadLineAsync(atStart: false, cancellation) is not "")
            {
                throw new RefusedRequestException(400);
            }
        }

        while (await ReadLineAsync(atStart: false, cancellation) is { Length: > 0 })
        {
            // Trailers say nothing that an echo needs.
        }

        return body.ToArray();
    }

    private async Task<byte[]> ReadExactlyAsync(long length, long already, CancellationToken cancellation)
    {
        if (length + already > BodyBytesMax)
        {
            throw new RefusedRequestException(413);
        }

        var body = new byte[length];
        var filled = 0;
        while (filled < body.Length)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                throw new RefusedRequestException(400);
            }

            var count = Math.Min(_end - _start, body.Length - filled);
            _buffer.AsSpan(_start, count).CopyTo(body.AsSpan(filled));
            _start += count;
            filled += count;
        }

        return body;
    }

    // A line without its CRLF. Null at the end of the connection when a request may begin here.
    private async Task<string?> ReadLineAsync(bool atStart, CancellationToken cancellation)
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, newline);
                _start += newline + 1;
                return line.EndsWith('\r') ? line[..^1] : throw new RefusedRequestException(400);
            }

            if (!await FillAsync(cancellation))
            {
                return atStart && _start == _end ? null : throw new RefusedRequestException(400);
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new RefusedRequestException(431);
        }

        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += count;
        return count > 0;
    }
}
