namespace Pergola.Domain.Ram;

/// <summary>A resource in a share, or an account that a share is for.</summary>
public sealed record ShareAssociation : Resource
{
    public required string ShareArn { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ShareArn;

    /// <summary>The resource's ARN, or the account's twelve digits.</summary>
    public required string Entity { get; init; }

    /// <inheritdoc/>
    public override string Id => Key(ShareArn, Entity);

    /// <summary>PRINCIPAL or RESOURCE.</summary>
    public required string Type { get; init; }

    /// <summary>ASSOCIATED; for an account ASSOCIATING until it accepts, FAILED once it rejected.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The key of what is in a share.</summary>
    public static string Key(string shareArn, string entity) => $"{shareArn}|{entity}";

    internal override IEnumerable<string> Keys => [Entity];
}
