using System.Collections.Immutable;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// EC2's filters: values of one filter are alternatives, filters add up. <c>*</c> stands for any characters, <c>?</c>
/// for one, a backslash takes their meaning away.
/// </summary>
internal static class Ec2Filter
{
    /// <summary>Keeps what the filter lets through; the error says that the filter is not one of this kind's.</summary>
    public static Ec2Error? Apply<T>(
        Catalog<T> catalog, Shape.Filter filter, ImmutableArray<T> all, out ImmutableArray<T> kept)
        where T : class
    {
        var name = filter.Name ?? "";
        var patterns = filter.Values ?? [];
        var builder = ImmutableArray.CreateBuilder<T>();
        kept = all;
        foreach (var resource in all)
        {
            if (ValuesOf(catalog, resource, name) is not { } values)
            {
                return new Ec2Error.InvalidParameterValue($"The filter '{name}' is invalid");
            }

            if (values.Any(value => value is not null && patterns.Any(pattern => Matches(pattern, value))))
            {
                builder.Add(resource);
            }
        }

        kept = builder.ToImmutable();
        return null;
    }

    /// <summary>A boolean as filters and answers write it.</summary>
    public static string Word(bool value) => value ? "true" : "false";

    /// <summary>True when the pattern describes the whole text.</summary>
    public static bool Matches(string pattern, string text) => Matches(pattern.AsSpan(), text.AsSpan());

    private static IEnumerable<string?>? ValuesOf<T>(Catalog<T> catalog, T resource, string name)
        where T : class
    {
        if (catalog.Tags is null)
        {
            return catalog.Values(resource, name);
        }

        var tags = catalog.Tags(resource);
        return name switch
        {
            "tag-key" => tags.Keys,
            "tag-value" => tags.Values,
            _ when name.StartsWith("tag:", StringComparison.Ordinal) => [tags.GetValueOrDefault(name[4..])],
            _ => catalog.Values(resource, name),
        };
    }

    // Backtracks to the last star only: the time is bounded by the product of the lengths.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, text[t], out var width))
            {
                p += width;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int at, char character, out int width)
    {
        var escaped = pattern[at] == '\\' && at + 1 < pattern.Length;
        width = escaped ? 2 : 1;
        return escaped ? pattern[at + 1] == character : pattern[at] == '?' || pattern[at] == character;
    }
}
