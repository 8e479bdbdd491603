namespace Pergola.Domain.VpcLattice;

/// <summary>
/// The association of a resource configuration with a VPC endpoint of type Resource, which made it. It is kept where
/// the configuration is, whichever account the endpoint is of.
/// </summary>
public sealed record ResourceEndpointAssociation : LatticeResource
{
    public required string AssociationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AssociationId;

    public required string ResourceConfigurationId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ResourceConfigurationId;

    public required string VpcEndpointId { get; init; }

    /// <summary>The account of the endpoint.</summary>
    public required string VpcEndpointOwner { get; init; }

    /// <summary>The account that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>
    /// True once the configuration's domain was seen verified; losing the proof later changes nothing here.
    /// </summary>
    public bool DomainVerified { get; init; }

    internal override IEnumerable<string> Keys => [VpcEndpointId];
}
