using System.Globalization;
using System.Text;

namespace Pergola.Proxy.Tests.Twins;

/// <summary>The head of a request or an answer, as it was on the wire.</summary>
internal sealed record RawMessage(string Start, IReadOnlyList<(string Name, string Value)> Headers)
{
    public int Status => int.Parse(Start.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The values of a header, joined; null when it is absent.</summary>
    public string? this[string name]
    {
        get
        {
            var values = Headers.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            return values.Count == 0 ? null : string.Join(", ", values.Select(one => one.Value));
        }
    }

    public long BodyLength => long.Parse(this["Content-Length"] ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Reads up to the empty line; null at the end of the stream.</summary>
    public static async Task<RawMessage?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancel) == 0)
            {
                return null;
            }

            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new RawMessage(lines[0], [.. lines.Skip(1).Select(Header)]);
    }

    /// <summary>Reads exactly so many bytes of a body.</summary>
    public static async Task<string> ReadBodyAsync(Stream stream, long length, CancellationToken cancel)
    {
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancel);
        return Encoding.Latin1.GetString(body);
    }

    private static (string Name, string Value) Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    }
}
