using System.Diagnostics.CodeAnalysis;

namespace Pergola.Wire.Messages;

/// <summary>Reads <c>a=1&amp;b=2</c>, the text of queries and of forms.</summary>
internal static class Parameters
{
    /// <summary>The decoded parameters in order, or the sentence that says why the text cannot be read.</summary>
    public static bool TryRead(
        string text,
        int max,
        out IReadOnlyList<KeyValuePair<string, string>> parameters,
        [NotNullWhen(false)] out string? fault)
    {
        var read = new List<KeyValuePair<string, string>>();
        parameters = read;
        fault = null;
        foreach (var range in text.AsSpan().Split('&'))
        {
            var part = text[range];
            if (part.Length == 0)
            {
                continue;
            }

            if (read.Count == max)
            {
                fault = $"The request has more than {max} parameters.";
                return false;
            }

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (rawName, rawValue) = equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
            if (!PercentEncoding.TryDecode(rawName, plusIsSpace: true, out var name)
                || !PercentEncoding.TryDecode(rawValue, plusIsSpace: true, out var value))
            {
                fault = $"The parameter at position {read.Count + 1} is not percent-encoded UTF-8.";
                return false;
            }

            read.Add(new(name, value));
        }

        return true;
    }
}
