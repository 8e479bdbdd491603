using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>An elastic network interface.</summary>
public sealed record NetworkInterface : Resource, ITagged
{
    public required string NetworkInterfaceId { get; init; }

    /// <inheritdoc/>
    public override string Id => NetworkInterfaceId;

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => SubnetId;

    public required string PrivateIpAddress { get; init; }

    /// <summary>
    /// Further addresses of the subnet that lead to it: those of resources behind an endpoint. A journal of an older
    /// release does not have them.
    /// </summary>
    public ImmutableArray<string> SecondaryAddresses
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Every private address, the primary one first.</summary>
    public IEnumerable<string> AllAddresses() => SecondaryAddresses.Prepend(PrivateIpAddress);

    public required string MacAddress { get; init; }

    public required ImmutableArray<string> SecurityGroupIds { get; init; }

    public string Description { get; init; } = "";

    /// <summary>True for interfaces that a service made (ECS, NAT gateway, a throw-away host).</summary>
    public bool RequesterManaged { get; init; }

    /// <summary>The account or service alias that made it: <c>amazon-ecs</c>, <c>amazon-vpc</c>.</summary>
    public string? RequesterId { get; init; }

    /// <summary><c>interface</c>, <c>nat_gateway</c> or <c>vpc_endpoint</c>.</summary>
    public string InterfaceType { get; init; } = "interface";

    /// <summary>An address out of Amazon's pool that lives and dies with the interface (assignPublicIp).</summary>
    public string? PublicIpAddress { get; init; }

    /// <summary>The name of the network namespace that holds the guest end; null when there is no guest.</summary>
    public string? Sandbox { get; init; }

    /// <summary>What it belongs to, for people: <c>task/CLUSTER/ID</c>, <c>nat/…</c>, <c>host/…</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>True while something uses it; the API then says <c>in-use</c>.</summary>
    public bool InUse { get; init; }

    public bool SourceDestCheck { get; init; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}
