using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.VpcLattice;

/// <summary>One page of a list in creation order, and the token of the next page where there is one.</summary>
internal sealed record Page<T>(ImmutableArray<T> Resources, string? NextToken)
    where T : Resource
{
    /// <summary>The most that one answer holds, and what it holds when nothing is asked.</summary>
    private const int Most = 100;

    /// <summary>
    /// Cuts the page that a request asks for with its maxResults and nextToken. The token remembers a place in creation
    /// order, so that what is made or deleted between two pages neither hides nor repeats anything else.
    /// </summary>
    /// <param name="all">What the request's filters leave, in creation order.</param>
    public static bool TryCut(
        Operation operation,
        object request,
        Given given,
        IEnumerable<T> all,
        [NotNullWhen(true)] out Page<T>? page,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        page = null;
        var faults = new List<FieldFault>();
        var maxResults = (int?)Member(operation, PageToken.SizeMember, request);
        if (maxResults is < 1 or > Most)
        {
            faults.Add(new("maxResults", $"maxResults {maxResults} must lie between 1 and {Most}."));
        }

        var token = new PageToken(operation, request, given);
        if (!token.TryRead((string?)Member(operation, PageToken.TokenMember, request), out var after))
        {
            faults.Add(new(
                "nextToken",
                "nextToken is not one that this list gave with these filters to this account and region; send it "
                + "unchanged with the same filters, or leave it out."));
        }

        refusal = LatticeError.Validation.OfAll(faults);
        if (refusal is not null)
        {
            return false;
        }

        var (resources, next) = token.Cut(all, resource => resource.Ordinal, after, maxResults ?? Most);
        page = new Page<T>(resources, next);
        return true;
    }

    private static object? Member(Operation operation, string name, object request) =>
        operation.Input.Members.First(member => member.Name == name).Get(request);
}
