namespace Pergola.Domain.Identity;

/// <summary>
/// Temporary credentials that STS handed out: whom a request signed with them comes from. Kept in the global scope of
/// the account that they act in, until the first hand-out after their end.
/// </summary>
public sealed record SessionKey : Resource
{
    /// <summary><c>ASIA…</c>.</summary>
    public required string AccessKeyId { get; init; }

    /// <inheritdoc/>
    public override string Id => AccessKeyId;

    public required string SecretAccessKey { get; init; }

    public required string SessionToken { get; init; }

    /// <summary>The principal: <c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION</c>, or the caller's own.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary>What STS calls UserId: <c>AROA…:SESSION</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>The role that was assumed; null for a session of the caller itself.</summary>
    public string? RoleArn { get; init; }

    public required DateTimeOffset Expiration { get; init; }
}
