using System.Diagnostics;
using System.Text;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Routing;

/// <summary>Text to compare with: the kind and the comparison are chosen once, when the table is compiled.</summary>
internal readonly struct TextMatch(TextMatchKind kind, string value, bool caseSensitive)
{
    private readonly StringComparison _comparison =
        caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);

    // Letters beyond ASCII have no case among bytes.
    private readonly bool _needsText = !caseSensitive && !Ascii.IsValid(value);

    /// <summary>Whether it matches bytes as they came; only a rule with letters beyond ASCII allocates.</summary>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_needsText)
        {
            return Matches(Encoding.UTF8.GetString(text).AsSpan());
        }

        return kind switch
        {
            TextMatchKind.Exact => text.Length == _bytes.Length && IsSame(text),
            TextMatchKind.Prefix => text.Length >= _bytes.Length && IsSame(text[.._bytes.Length]),
            TextMatchKind.Contains => caseSensitive ? text.IndexOf(_bytes) >= 0 : Holds(text),
            _ => throw new UnreachableException(),
        };
    }

    public bool Matches(ReadOnlySpan<char> text) => kind switch
    {
        TextMatchKind.Exact => text.Equals(value, _comparison),
        TextMatchKind.Prefix => text.StartsWith(value, _comparison),
        TextMatchKind.Contains => text.Contains(value, _comparison),
        _ => throw new UnreachableException(),
    };

    private bool IsSame(ReadOnlySpan<byte> text) =>
        caseSensitive ? text.SequenceEqual(_bytes) : Ascii.EqualsIgnoreCase(text, _bytes);

    private bool Holds(ReadOnlySpan<byte> text)
    {
        if (_bytes.Length == 0)
        {
            return true;
        }

        var lower = (byte)char.ToLowerInvariant((char)_bytes[0]);
        var upper = (byte)char.ToUpperInvariant((char)_bytes[0]);
        while (text.Length >= _bytes.Length)
        {
            var first = text.IndexOfAny(lower, upper);
            if (first < 0 || text.Length - first < _bytes.Length)
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(text.Slice(first, _bytes.Length), _bytes))
            {
                return true;
            }

            text = text[(first + 1)..];
        }

        return false;
    }
}
