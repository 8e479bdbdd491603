namespace Pergola.Domain.VpcLattice;

/// <summary>
/// A service network: a boundary that services and VPCs are associated with. It has no status of its own.
/// </summary>
public sealed record ServiceNetwork : LatticeResource, INamed
{
    public required string ServiceNetworkId { get; init; }

    /// <inheritdoc/>
    public override string Id => ServiceNetworkId;

    public required string Name { get; init; }

    /// <summary>NONE or AWS_IAM.</summary>
    public required string AuthType { get; init; }

    public bool SharingEnabled { get; init; } = true;

    internal override IEnumerable<string> Keys => [Name];
}
