using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A NAT gateway. A deleted one stays describable for an hour, as on AWS.</summary>
public sealed record NatGateway : Resource, ITagged
{
    public required string NatGatewayId { get; init; }

    /// <inheritdoc/>
    public override string Id => NatGatewayId;

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => SubnetId;

    public required string NetworkInterfaceId { get; init; }

    public required string PrivateIpAddress { get; init; }

    /// <summary><c>public</c> or <c>private</c>.</summary>
    public required string ConnectivityType { get; init; }

    public string? AllocationId { get; init; }

    public string? AssociationId { get; init; }

    public string? PublicIp { get; init; }

    /// <summary>
    /// <c>pending</c>, <c>available</c>, <c>deleting</c> or <c>deleted</c>; see <see cref="NatGatewayState"/>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>The commit that the node must have applied before the state can move on.</summary>
    public long AwaitedRevision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The token of the request that made it; the same token gives the same gateway.</summary>
    public string? ClientToken { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>True while packets should pass through it.</summary>
    public bool Stands => State is NatGatewayState.Pending or NatGatewayState.Available;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>The API's words for the state of a NAT gateway.</summary>
public static class NatGatewayState
{
    public const string Pending = "pending";
    public const string Available = "available";
    public const string Deleting = "deleting";
    public const string Deleted = "deleted";
}
