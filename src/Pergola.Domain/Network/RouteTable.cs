using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A route table of a VPC. The VPC's own (local) routes are understood and not kept.</summary>
public sealed record RouteTable : Resource, ITagged
{
    public required string RouteTableId { get; init; }

    /// <inheritdoc/>
    public override string Id => RouteTableId;

    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    /// <summary>In the order in which they were made.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    public ImmutableArray<RouteTableAssociation> Associations { get; init; } = [];

    /// <summary>The token of the request that made it; the same token gives the same table.</summary>
    public string? ClientToken { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True for the table that serves every subnet without a table of its own.</summary>
    public bool IsMain => Associations.Any(association => association.SubnetId is null);

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>What ties a route table to a subnet; without a subnet it makes the table the VPC's main one.</summary>
public sealed record RouteTableAssociation(string AssociationId, string? SubnetId);

/// <summary>One route; exactly one destination and one target are set.</summary>
public sealed record Route
{
    public string? DestinationCidrBlock { get; init; }

    public string? DestinationIpv6CidrBlock { get; init; }

    public string? DestinationPrefixListId { get; init; }

    /// <summary>
    /// An internet gateway, or the words <c>local</c> and <c>VpcLattice</c> of routes that AWS makes.
    /// </summary>
    public string? GatewayId { get; init; }

    public string? NatGatewayId { get; init; }

    /// <summary>The destination that is set; unique within a table.</summary>
    public string Destination => DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId ?? "";
}
