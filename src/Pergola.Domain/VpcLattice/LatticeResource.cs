using System.Collections.Immutable;

namespace Pergola.Domain.VpcLattice;

/// <summary>Anything of VPC Lattice that has an ARN: it can be tagged, and found by its id or its ARN.</summary>
public abstract record LatticeResource : Resource
{
    public required string Arn { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The key of a resource that is on its way or failed; none for an active one.</summary>
    private protected static string[] Transition(string status) => status == "ACTIVE" ? [] : [Unsettled];
}
