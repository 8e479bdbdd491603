using System.Collections.Immutable;

namespace Pergola.Domain.VpcLattice;

/// <summary>The association of a VPC with a service network: makes the network's services reachable from the VPC.</summary>
public sealed record ServiceNetworkVpcAssociation : Resource
{
    public required string AssociationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AssociationId;

    public required string Arn { get; init; }

    public required string ServiceNetworkId { get; init; }

    public required string VpcId { get; init; }

    /// <summary>In the order of the request; empty: no filtering.</summary>
    public ImmutableArray<string> SecurityGroupIds { get; init; } = [];

    /// <summary>CREATE_IN_PROGRESS, ACTIVE, UPDATE_IN_PROGRESS, DELETE_IN_PROGRESS, …</summary>
    public required string Status { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
