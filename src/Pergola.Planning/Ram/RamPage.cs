using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pergola.Planning.Ram;

/// <summary>One page of a list, and the token of the next page where there is one.</summary>
internal sealed record RamPage<T>(ImmutableArray<T> Entries, string? NextToken)
{
    /// <summary>The most that one answer holds (MaxResults in the model), also when nothing is asked.</summary>
    private const int Most = 500;

    /// <summary>
    /// Cuts the page that a token stands for. The token is the place in creation order after which it begins.
    /// </summary>
    public static bool TryCut(
        IEnumerable<T> sorted,
        Func<T, long> ordinal,
        int? maxResults,
        string? nextToken,
        [NotNullWhen(true)] out RamPage<T>? page,
        [NotNullWhen(false)] out RamError? refusal)
    {
        page = null;
        refusal = null;
        long after = 0;
        if (!string.IsNullOrEmpty(nextToken)
            && !long.TryParse(nextToken, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out after))
        {
            refusal = new RamError.InvalidNextToken();
            return false;
        }

        var size = Math.Clamp(maxResults ?? Most, 1, Most);
        ImmutableArray<T> rest = [.. sorted.Where(entry => ordinal(entry) > after).Take(size + 1)];
        page = rest.Length <= size
            ? new RamPage<T>(rest, null)
            : new RamPage<T>(rest[..size], ordinal(rest[size - 1]).ToString("x", CultureInfo.InvariantCulture));
        return true;
    }
}
