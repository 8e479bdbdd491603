using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A VPC.</summary>
public sealed record Vpc : Resource
{
    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string Id => VpcId;

    /// <summary>The primary network, <c>10.0.0.0/16</c>.</summary>
    public required string CidrBlock { get; init; }

    public bool EnableDnsSupport { get; init; } = true;

    public bool EnableDnsHostnames { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True once the machine confirmed the network; only then does the API say <c>available</c>.</summary>
    public bool Available { get; init; }
}
