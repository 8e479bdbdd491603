using System.Collections.Immutable;

namespace Pergola.Domain.Identity;

/// <summary>A managed policy with its versions. Kept in the account's global scope.</summary>
public sealed record ManagedPolicy : Resource
{
    /// <summary><c>arn:aws:iam::ACCOUNT:policy/PATH/NAME</c>.</summary>
    public required string Arn { get; init; }

    /// <inheritdoc/>
    public override string Id => Arn;

    public required string PolicyName { get; init; }

    public required string PolicyId { get; init; }

    public required string Path { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset CreateDate { get; init; }

    public DateTimeOffset UpdateDate { get; init; }

    public required string DefaultVersionId { get; init; }

    /// <summary>How many versions were ever made: the number of the newest. Numbers are not used again.</summary>
    public required int VersionCount { get; init; }

    /// <summary>The versions that still exist, oldest first.</summary>
    public required ImmutableArray<ManagedPolicyVersion> Versions { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The version that counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ManagedPolicyVersion DefaultVersion => Versions.First(version => version.VersionId == DefaultVersionId);
}

/// <summary>One version of a managed policy.</summary>
/// <param name="VersionId"><c>v1</c>, <c>v2</c>, …</param>
/// <param name="Document">JSON, not URL-encoded.</param>
public sealed record ManagedPolicyVersion(string VersionId, string Document, DateTimeOffset CreateDate);
