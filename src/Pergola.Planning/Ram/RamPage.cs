using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>One page of a list, and the token of the next page where there is one.</summary>
internal sealed record RamPage<T>(ImmutableArray<T> Entries, string? NextToken)
{
    /// <summary>The most that one answer holds (MaxResults in the model), also when nothing is asked.</summary>
    private const int Most = 500;

    /// <summary>Cuts the page that a request asks for.</summary>
    /// <param name="asked">The request's maxResults and nextToken.</param>
    /// <param name="sorted">What the request's filters leave, by rising ordinals.</param>
    public static bool TryCut(
        PageToken token,
        (int? MaxResults, string? NextToken) asked,
        IEnumerable<T> sorted,
        Func<T, long> ordinal,
        [NotNullWhen(true)] out RamPage<T>? page,
        [NotNullWhen(false)] out RamError? refusal)
    {
        page = null;
        refusal = null;
        if (!token.TryRead(asked.NextToken, out var after))
        {
            refusal = new RamError.InvalidNextToken();
            return false;
        }

        var (entries, next) = token.Cut(sorted, ordinal, after, Math.Clamp(asked.MaxResults ?? Most, 1, Most));
        page = new RamPage<T>(entries, next);
        return true;
    }
}
