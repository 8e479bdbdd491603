using System.Diagnostics;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>Text to compare with: the kind and the comparison are chosen once, when the table is compiled.</summary>
internal readonly struct TextMatch(TextMatchKind kind, string value, bool caseSensitive)
{
    private readonly StringComparison _comparison =
        caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    public bool Matches(ReadOnlySpan<char> text) => kind switch
    {
        TextMatchKind.Exact => text.Equals(value, _comparison),
        TextMatchKind.Prefix => text.StartsWith(value, _comparison),
        TextMatchKind.Contains => text.Contains(value, _comparison),
        _ => throw new UnreachableException(),
    };
}
