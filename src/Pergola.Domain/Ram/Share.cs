using System.Collections.Immutable;

namespace Pergola.Domain.Ram;

/// <summary>A resource share of AWS RAM: some resources, and the accounts that may use them.</summary>
public sealed record Share : Resource
{
    public required string ShareArn { get; init; }

    /// <inheritdoc/>
    public override string Id => ShareArn;

    /// <summary>Not unique: clients tell shares apart by ARN.</summary>
    public required string Name { get; init; }

    /// <summary>Whether accounts outside the owner's organization may be in it; there is no organization.</summary>
    public required bool AllowExternalPrincipals { get; init; }

    /// <summary>The permissions that were chosen; every other type of resource has its default.</summary>
    public ImmutableArray<string> PermissionArns { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUpdatedAt { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The token of the request that made it; null when it had none.</summary>
    public string? ClientToken { get; init; }

    /// <summary>A hash of that request.</summary>
    public string? Fingerprint { get; init; }

    internal override IEnumerable<string> Keys => ClientToken is null ? [] : [ClientToken];
}
