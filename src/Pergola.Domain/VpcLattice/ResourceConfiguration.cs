using System.Collections.Immutable;
using Pergola.Api.VpcLattice;

namespace Pergola.Domain.VpcLattice;

/// <summary>A resource that can be reached through a gateway, or a group of such resources.</summary>
public sealed record ResourceConfiguration : LatticeResource, INamed
{
    public required string ResourceConfigurationId { get; init; }

    /// <inheritdoc/>
    public override string Id => ResourceConfigurationId;

    public required string Name { get; init; }

    /// <summary>SINGLE, GROUP, CHILD or ARN.</summary>
    public required string Type { get; init; }

    /// <summary>The gateway; a child's is its group's.</summary>
    public required string ResourceGatewayId { get; init; }

    /// <summary>The group of a child; null for every other type.</summary>
    public string? GroupId { get; init; }

    /// <summary>Ports and ranges of ports (<c>80</c>, <c>8000-8100</c>) as given.</summary>
    public ImmutableArray<string> PortRanges { get; init; } = [];

    /// <summary>TCP; null for an ARN, whose service knows.</summary>
    public string? Protocol { get; init; }

    /// <summary>Where the resource is; null for a group.</summary>
    public ResourceConfigurationDefinition? Definition { get; init; }

    /// <summary>Whether a network that may be shared can have it; null for a child, which follows its group.</summary>
    public bool? AllowAssociationToShareableServiceNetwork { get; init; }

    public string? CustomDomainName { get; init; }

    public string? GroupDomain { get; init; }

    public string? DomainVerificationId { get; init; }

    /// <summary>ACTIVE, UPDATE_IN_PROGRESS or DELETE_IN_PROGRESS.</summary>
    public required string Status { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    internal override IEnumerable<string> Keys =>
    [
        Name,
        ResourceGatewayId,
        .. GroupId is null ? (string[])[] : [GroupId],
        .. DomainVerificationId is null ? (string[])[] : [DomainVerificationId],
        .. Transition(Status),
    ];
}
