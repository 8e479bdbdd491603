using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pergola.Planning.Logs;

/// <summary>
/// A filter pattern of terms: all plain ones must be in the message, one of those with <c>?</c>, none with <c>-</c>.
/// Patterns over JSON, over columns and regular expressions are refused, not guessed.
/// </summary>
internal sealed record FilterPattern(
    ImmutableArray<string> All, ImmutableArray<string> Any, ImmutableArray<string> None)
{
    /// <summary>Reads a pattern; false when it is of a form that is not supported.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FilterPattern? pattern)
    {
        pattern = null;
        var rest = (text ?? "").AsSpan().Trim();
        if (rest is ['{' or '[' or '%', ..])
        {
            return false;
        }

        var all = ImmutableArray.CreateBuilder<string>();
        var any = ImmutableArray.CreateBuilder<string>();
        var none = ImmutableArray.CreateBuilder<string>();
        while (!rest.IsEmpty)
        {
            var terms = rest[0] switch { '?' => any, '-' => none, _ => all };
            rest = terms == all ? rest : rest[1..];
            if (!TryTakeTerm(ref rest, out var term))
            {
                return false;
            }

            terms.Add(term);
        }

        pattern = new FilterPattern(all.ToImmutable(), any.ToImmutable(), none.ToImmutable());
        return true;
    }

    /// <summary>True when the message fits. Case counts.</summary>
    public bool Matches(string message) =>
        All.All(term => message.Contains(term, StringComparison.Ordinal))
        && !None.Any(term => message.Contains(term, StringComparison.Ordinal))
        && (Any.IsEmpty || Any.Any(term => message.Contains(term, StringComparison.Ordinal)));

    private static bool TryTakeTerm(ref ReadOnlySpan<char> rest, [NotNullWhen(true)] out string? term)
    {
        term = null;
        var quoted = rest is ['"', ..];
        rest = quoted ? rest[1..] : rest;
        var end = rest.IndexOf(quoted ? '"' : ' ');
        if (quoted && end < 0)
        {
            return false;
        }

        term = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? default : rest[(end + 1)..].TrimStart();
        return term.Length > 0;
    }
}
