using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>An elastic IP address, held by the account until it is released.</summary>
public sealed record ElasticIp : Resource, ITagged
{
    public required string AllocationId { get; init; }

    /// <inheritdoc/>
    public override string Id => AllocationId;

    public required string PublicIp { get; init; }

    /// <summary>Set while the address maps to an interface.</summary>
    public string? AssociationId { get; init; }

    public string? NetworkInterfaceId { get; init; }

    public string? PrivateIpAddress { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The address without its mapping.</summary>
    public ElasticIp Disassociated() =>
        this with { AssociationId = null, NetworkInterfaceId = null, PrivateIpAddress = null };

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}
