using System.Collections.Immutable;
using System.Globalization;

namespace Pergola.Planning.VpcLattice;

/// <summary>The ports of a resource: single ones and ranges, which must not share a port.</summary>
internal static class PortRanges
{
    /// <summary>Every port: what AWS's own examples have where none are given.</summary>
    public static ImmutableArray<string> Every { get; } = ["1-65535"];

    /// <summary>The faults of ranges that cannot be; none when all can, or none are given.</summary>
    public static IEnumerable<FieldFault> Faults(IReadOnlyList<string>? ranges)
    {
        var read = new List<(string Text, int First, int Last)>();
        foreach (var text in ranges ?? [])
        {
            var (first, last) = Read(text);
            if (first < 1 || last > 65535 || first > last)
            {
                yield return new FieldFault(
                    "portRanges",
                    $"Port range '{text}' must be a port or first-last, between 1 and 65535, such as 80 or 8000-8100.");
                continue;
            }

            if (read.Find(other => first <= other.Last && other.First <= last) is { Text: { } overlapped })
            {
                yield return new FieldFault(
                    "portRanges", $"Port ranges '{overlapped}' and '{text}' share a port; give each port once.");
            }

            read.Add((text, first, last));
        }
    }

    /// <summary>The first and last port of a range. Of text that is none: ports that cannot be.</summary>
    public static (int First, int Last) Read(string text)
    {
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        return hyphen < 0
            ? (Port(text), Port(text))
            : (Port(text.AsSpan(0, hyphen)), Port(text.AsSpan(hyphen + 1)));
    }

    private static int Port(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
