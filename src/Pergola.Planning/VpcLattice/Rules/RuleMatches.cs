using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Matches as requests give them, made into matches as we keep and return them.</summary>
internal static class RuleMatches
{
    /// <summary>
    /// Fills in what AWS echoes: case does not matter unless it was asked for, and an absent list of headers is an
    /// empty one. An empty method, which Terraform sends, is none.
    /// </summary>
    public static RuleMatch Normalize(RuleMatch match)
    {
        var http = ((RuleMatch.HttpMatch)match).Value;
        return new RuleMatch.HttpMatch(http with
        {
            Method = string.IsNullOrEmpty(http.Method) ? null : http.Method,
            PathMatch = http.PathMatch is { } path ? path with { CaseSensitive = path.CaseSensitive ?? false } : null,
            HeaderMatches =
            [
                .. (http.HeaderMatches ?? [])
                    .Select(header => header with { CaseSensitive = header.CaseSensitive ?? false }),
            ],
        });
    }
}
