using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A customer-managed prefix list: named networks that rules and routes may refer to.</summary>
public sealed record PrefixList : Resource, ITagged
{
    public required string PrefixListId { get; init; }

    /// <inheritdoc/>
    public override string Id => PrefixListId;

    public required string Name { get; init; }

    /// <summary><c>IPv4</c> or <c>IPv6</c>.</summary>
    public required string AddressFamily { get; init; }

    public required int MaxEntries { get; init; }

    public ImmutableArray<PrefixListEntry> Entries { get; init; } = [];

    /// <summary>Counts the changes of the entries, from 1.</summary>
    public long Version { get; init; } = 1;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public Resource WithTags(ImmutableSortedDictionary<string, string> tags) => this with { Tags = tags };
}

/// <summary>One network of a prefix list.</summary>
public sealed record PrefixListEntry(string Cidr, string? Description);
