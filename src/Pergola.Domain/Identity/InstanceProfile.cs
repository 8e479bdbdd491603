using System.Collections.Immutable;

namespace Pergola.Domain.Identity;

/// <summary>What hands a role to an EC2 instance. Kept in the account's global scope.</summary>
public sealed record InstanceProfile : Resource
{
    public required string InstanceProfileName { get; init; }

    /// <inheritdoc/>
    public override string Id => InstanceProfileName;

    public required string InstanceProfileId { get; init; }

    public required string Path { get; init; }

    /// <summary><c>arn:aws:iam::ACCOUNT:instance-profile/PATH/NAME</c>.</summary>
    public required string Arn { get; init; }

    public DateTimeOffset CreateDate { get; init; }

    /// <summary>The role in it: at most one, as in AWS.</summary>
    public string? RoleName { get; init; }

    /// <inheritdoc/>
    public override string? Parent => RoleName;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
