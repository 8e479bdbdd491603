namespace Pergola.Domain.VpcLattice;

/// <summary>
/// Where the access log of a service network, a service or a resource configuration goes. It lives as long as that.
/// </summary>
public sealed record AccessLogSubscription : LatticeResource
{
    public required string SubscriptionId { get; init; }

    /// <inheritdoc/>
    public override string Id => SubscriptionId;

    /// <summary>The id of the source: <c>sn-</c>, <c>svc-</c> or <c>rcfg-</c>.</summary>
    public required string ResourceId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ResourceId;

    public required string ResourceArn { get; init; }

    /// <summary>A log group, a bucket (a prefix may follow a slash) or a Firehose stream, as it was given.</summary>
    public required string DestinationArn { get; init; }

    /// <summary>SERVICE or RESOURCE; null unless the source is a service network.</summary>
    public string? ServiceNetworkLogType { get; init; }
}
