using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>
/// A VPC endpoint of type Resource or ServiceNetwork: interfaces in the VPC's subnets whose addresses lead to a
/// resource configuration, or to everything in a service network. It can belong to another account than that.
/// </summary>
public sealed record VpcEndpoint : Resource, ITagged
{
    public required string VpcEndpointId { get; init; }

    /// <inheritdoc/>
    public override string Id => VpcEndpointId;

    public required string VpcId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => VpcId;

    /// <summary><c>Resource</c> or <c>ServiceNetwork</c>.</summary>
    public required string EndpointType { get; init; }

    /// <summary>The ARN of the resource configuration or the service network, as its owner has it.</summary>
    public required string TargetArn { get; init; }

    /// <summary>
    /// The id of what it leads to; null once its association was deleted, and then it leads nowhere.
    /// </summary>
    public required string? TargetId { get; init; }

    /// <summary>One subnet of each zone.</summary>
    public required ImmutableArray<string> SubnetIds { get; init; }

    /// <summary>Who may enter.</summary>
    public required ImmutableArray<string> SecurityGroupIds { get; init; }

    /// <summary>One interface in each of the subnets, in their order.</summary>
    public required ImmutableArray<string> NetworkInterfaceIds { get; init; }

    /// <summary>The resources that have addresses of their own in the subnets.</summary>
    public ImmutableArray<EndpointResource> Resources { get; init; } = [];

    /// <summary>Whether the resources' own domain names are resolved in the VPC.</summary>
    public bool PrivateDnsEnabled { get; init; }

    /// <summary>Which of those names; null for AWS's default.</summary>
    public string? PrivateDnsPreference { get; init; }

    public ImmutableArray<string> PrivateDnsSpecifiedDomains { get; init; } = [];

    /// <summary>See <see cref="VpcEndpointState"/>.</summary>
    public required string State { get; init; }

    /// <summary>The first revision that holds what is now asked; a node that worked through it has seen it.</summary>
    public long SinceRevision { get; init; }

    /// <summary>Since when the node has failed at it without pause; null while it has not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it failed: a word; null while nothing did.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Why it failed: a sentence; null while nothing did.</summary>
    public string? FailureMessage { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The token of the request that made it; the same token gives the same endpoint.</summary>
    public string? ClientToken { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    internal override IEnumerable<string> Keys =>
    [
        .. TargetId is null ? (string[])[] : [TargetId],
        .. State == VpcEndpointState.Available && Resources.All(each => each.Stands) ? (string[])[] : [Unsettled],
    ];

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>A resource behind an endpoint: TCP names nothing but an address, so each has its own.</summary>
/// <param name="MemberId">
/// The association that brings it into the service network, or the configuration itself behind an endpoint of its own.
/// </param>
/// <param name="Addresses">
/// One in each of the endpoint's subnets that had one left, by the interface that carries it.
/// </param>
/// <param name="SinceRevision">The first revision that has these addresses.</param>
/// <param name="Stands">True once the node has seen them.</param>
public sealed record EndpointResource(
    string MemberId, ImmutableArray<EndpointAddress> Addresses, long SinceRevision, bool Stands);

/// <summary>An address of an endpoint's interface.</summary>
public sealed record EndpointAddress(string NetworkInterfaceId, string Address);

/// <summary>The words for the state of an endpoint of these types, as AWS writes them.</summary>
public static class VpcEndpointState
{
    public const string Pending = "Pending";
    public const string Available = "Available";
    public const string Deleting = "Deleting";
    public const string Failed = "Failed";
}

/// <summary>The types of endpoints that there are.</summary>
public static class VpcEndpointKind
{
    public const string Resource = "Resource";
    public const string ServiceNetwork = "ServiceNetwork";
}
