using System.Globalization;

namespace Pergola.Proxy.Health;

/// <summary>Which statuses pass a check: <c>200</c>, <c>200,202</c>, <c>200-299</c>, or a mixture.</summary>
internal sealed class StatusMatcher
{
    private readonly List<(int First, int Last)> _ranges = [];

    private StatusMatcher()
    {
    }

    /// <summary>Reads a matcher; null when it is not one.</summary>
    public static StatusMatcher? TryParse(string text)
    {
        var matcher = new StatusMatcher();
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var head = dash < 0 ? part : part[..dash];
            var tail = dash < 0 ? part : part[(dash + 1)..];
            if (!TryParseStatus(head, out var first) || !TryParseStatus(tail, out var last) || last < first)
            {
                return null;
            }

            matcher._ranges.Add((first, last));
        }

        return matcher;
    }

    public bool Matches(int statusCode) =>
        _ranges.Exists(range => range.First <= statusCode && statusCode <= range.Last);

    private static bool TryParseStatus(string text, out int status) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out status)
            && status is >= 100 and <= 599;
}
