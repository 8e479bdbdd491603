namespace Pergola.Domain.VpcLattice;

/// <summary>
/// The association of a resource configuration with a service network: makes the resource reachable from the network's
/// VPCs. A group's brings one with it for each of its children.
/// </summary>
public sealed record ServiceNetworkResourceAssociation : LatticeAssociation
{
    public required string ResourceConfigurationId { get; init; }

    /// <summary>The group's configuration; null when a user asked for the association.</summary>
    public string? GroupId { get; init; }

    /// <summary>The association of the group that brought this one; null when a user asked for it.</summary>
    public string? GroupAssociationId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => GroupAssociationId;

    /// <summary>Whether the configuration's own domain name may be resolved in the network's VPCs.</summary>
    public bool PrivateDnsEnabled { get; init; }

    /// <summary>
    /// True once the configuration's domain was seen verified; losing the proof later changes nothing here (VPC Lattice
    /// user guide, "Create and verify a domain name").
    /// </summary>
    public bool DomainVerified { get; init; }

    /// <summary>The generated name.</summary>
    public required string DomainName { get; init; }

    public required string HostedZoneId { get; init; }

    /// <summary>The IPv4 address that the name has in every VPC of the network; no other association's.</summary>
    public required string EntryAddress { get; init; }

    internal override IEnumerable<string> Keys =>
    [
        ServiceNetworkId,
        ResourceConfigurationId,
        .. GroupId is null ? (string[])[] : [GroupId],
        .. Transition(Status),
    ];
}
