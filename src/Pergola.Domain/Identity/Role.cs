using System.Collections.Immutable;

namespace Pergola.Domain.Identity;

/// <summary>An IAM role. Kept in the account's global scope.</summary>
public sealed record Role : Resource
{
    public required string RoleName { get; init; }

    /// <inheritdoc/>
    public override string Id => RoleName;

    public required string RoleId { get; init; }

    public required string Path { get; init; }

    /// <summary><c>arn:aws:iam::ACCOUNT:role/PATH/NAME</c>.</summary>
    public required string Arn { get; init; }

    /// <summary>JSON, not URL-encoded.</summary>
    public required string AssumeRolePolicyDocument { get; init; }

    public string? Description { get; init; }

    public int MaxSessionDuration { get; init; } = 3600;

    public string? PermissionsBoundaryArn { get; init; }

    public DateTimeOffset CreateDate { get; init; }

    /// <summary>Inline policies: name to JSON document.</summary>
    public ImmutableSortedDictionary<string, string> InlinePolicies { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>ARNs of attached managed policies, in order of attachment.</summary>
    public ImmutableArray<string> AttachedPolicyArns { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
