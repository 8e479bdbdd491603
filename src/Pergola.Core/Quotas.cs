using System.Collections.Immutable;

namespace Pergola.Core;

/// <summary>The limits that an account has: AWS's defaults, but for those that the operator set.</summary>
/// <param name="Set">What was set, by quota code (<c>L-D64E952E</c>).</param>
public sealed record Quotas(ImmutableSortedDictionary<string, int> Set)
{
    /// <summary>AWS's own defaults.</summary>
    public static Quotas Aws { get; } = new(ImmutableSortedDictionary<string, int>.Empty);

    /// <summary>The limit that goes by a code.</summary>
    /// <param name="awsDefault">What it is while nobody sets it.</param>
    public int Of(string code, int awsDefault) => Set.GetValueOrDefault(code, awsDefault);
}
