using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>What every Describe can ask for.</summary>
internal sealed record Query(
    IReadOnlyList<string>? Ids,
    IReadOnlyList<Shape.Filter>? Filters,
    int? MaxResults = null,
    string? NextToken = null);

/// <summary>
/// How one kind of resource is looked up by a Describe: ids (an absent one is refused with the kind's own code),
/// filters and pages.
/// </summary>
/// <param name="Noun">What it is.</param>
/// <param name="Id">The id that a request may name.</param>
/// <param name="Values">
/// The values of a resource under a filter name; null for a name that is no filter of its kind.
/// </param>
/// <param name="Tags">Its tags, for <c>tag:KEY</c>, <c>tag-key</c> and <c>tag-value</c>; null when it has none.</param>
internal sealed record Catalog<T>(
    Noun Noun,
    Func<T, string> Id,
    Func<T, string, IEnumerable<string?>?> Values,
    Func<T, ImmutableSortedDictionary<string, string>>? Tags = null)
    where T : class
{
    /// <summary>EC2's bounds of MaxResults; values outside are brought within.</summary>
    private const int PageMin = 5;

    private const int PageMax = 1000;

    /// <summary>The page that a request asks for.</summary>
    public Decision<TResponse> Search<TResponse>(
        IEnumerable<T> all, Query query, Func<ImmutableArray<T>, string?, TResponse> answer)
    {
        var named = all.ToImmutableArray();
        if (query.Ids is { Count: > 0 } ids)
        {
            var byId = named.ToDictionary(Id, StringComparer.Ordinal);
            if (ids.FirstOrDefault(id => !byId.ContainsKey(id)) is { } absent)
            {
                return new Ec2Error.NotFound(Noun, absent);
            }

            named = [.. named.Where(resource => ids.Contains(Id(resource)))];
        }

        foreach (var filter in query.Filters ?? [])
        {
            if (Ec2Filter.Apply(this, filter, named, out named) is { } error)
            {
                return error;
            }
        }

        return Page(named, query, answer);
    }

    private static Decision<TResponse> Page<TResponse>(
        ImmutableArray<T> found, Query query, Func<ImmutableArray<T>, string?, TResponse> answer)
    {
        var after = 0L;
        if (query.NextToken is { Length: > 0 } token && !TryReadToken(token, out after))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({token}) for parameter nextToken is invalid. It must be one that this operation returned.");
        }

        var size = query.MaxResults is { } asked ? Math.Clamp(asked, PageMin, PageMax) : int.MaxValue;
        var rest = found.Select((resource, index) => (Resource: resource, Place: Place(resource, index)))
            .Where(entry => entry.Place > after)
            .ToArray();
        var page = rest.Take(size).ToArray();
        var next = rest.Length > page.Length ? WriteToken(page[^1].Place) : null;
        return answer([.. page.Select(entry => entry.Resource)], next);
    }

    // Creation order never changes, so a page neither repeats nor skips when something is created or deleted meanwhile.
    private static long Place(T resource, int index) => resource is Resource kept ? kept.Ordinal : index + 1;

    private static string WriteToken(long place) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"after:{place}")));

    private static bool TryReadToken(string token, out long place)
    {
        place = 0;
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]) is var text
            && text.StartsWith("after:", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }
}

/// <summary>The catalogs of resources that we keep: their tags are known.</summary>
internal static class Catalog
{
    public static Catalog<T> Of<T>(Noun noun, Func<T, string, IEnumerable<string?>?> values)
        where T : Resource, ITagged => new(
            noun, static resource => resource.Id, values, static resource => resource.Tags);
}
