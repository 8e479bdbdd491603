using System.Collections.Immutable;
using System.Globalization;
using Pergola.Domain;

namespace Pergola.Planning.Ecs;

/// <summary>One page of a list, and the token of the next page; null after the last.</summary>
internal sealed record Page<T>(ImmutableArray<T> Resources, string? NextToken);

/// <summary>Cuts lists into pages. A token is the place in creation order after which the next page begins.</summary>
internal static class Paging
{
    /// <summary>ECS's largest page, and what it gives when nothing is asked.</summary>
    public const int PageMax = 100;

    /// <summary>The page that begins after the token; null when the token is none of ours.</summary>
    public static Page<T>? Cut<T>(IEnumerable<T> resources, string? token, int? max)
        where T : Resource
    {
        var after = 0L;
        if (!string.IsNullOrEmpty(token)
            && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return null;
        }

        var size = Math.Clamp(max ?? PageMax, 1, PageMax);
        var page = resources.Where(resource => resource.Ordinal > after).Take(size + 1).ToImmutableArray();
        return page.Length <= size
            ? new Page<T>(page, null)
            : new Page<T>(page[..size], page[size - 1].Ordinal.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What to say about a token that is none of ours.</summary>
    public static EcsError BadToken(string? token) =>
        new EcsError.InvalidParameter($"nextToken '{token}' was not returned by this operation.");
}
