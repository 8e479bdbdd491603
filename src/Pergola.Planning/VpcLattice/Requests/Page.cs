using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Pergola.Domain;

namespace Pergola.Planning.VpcLattice;

/// <summary>One page of a list in creation order, and the token of the next page where there is one.</summary>
internal sealed record Page<T>(ImmutableArray<T> Resources, string? NextToken)
    where T : Resource
{
    /// <summary>The most that one answer holds, and what it holds when nothing is asked.</summary>
    private const int Most = 100;

    /// <summary>
    /// Cuts the page that a token stands for. The token remembers a place in creation order, so that what is made or
    /// deleted between two pages neither hides nor repeats anything else.
    /// </summary>
    public static bool TryCut(
        IEnumerable<T> all,
        int? maxResults,
        string? nextToken,
        [NotNullWhen(true)] out Page<T>? page,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        page = null;
        refusal = null;
        if (maxResults is < 1 or > Most)
        {
            refusal = LatticeError.Validation.Of(
                "maxResults", $"maxResults {maxResults} must lie between 1 and {Most}.");
            return false;
        }

        if (!TryRead(nextToken, out var after))
        {
            refusal = LatticeError.Validation.Of(
                "nextToken", "nextToken is not one that this list gave; send it unchanged, or leave it out.");
            return false;
        }

        var size = maxResults ?? Most;
        ImmutableArray<T> rest = [.. all.Where(resource => resource.Ordinal > after).Take(size + 1)];
        page = rest.Length <= size
            ? new Page<T>(rest, null)
            : new Page<T>(rest[..size], Write(rest[size - 1].Ordinal));
        return true;
    }

    private static string Write(long ordinal) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(ordinal.ToString(CultureInfo.InvariantCulture)));

    private static bool TryRead(string? token, out long ordinal)
    {
        ordinal = 0;
        return string.IsNullOrEmpty(token)
            || (Base64Url.IsValid(token)
                && long.TryParse(
                    Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out ordinal));
    }
}
