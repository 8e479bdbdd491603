using System.Collections.Immutable;

namespace Pergola.Domain.Logs;

/// <summary>A CloudWatch log group.</summary>
public sealed record LogGroup : Resource
{
    public required string LogGroupName { get; init; }

    /// <inheritdoc/>
    public override string Id => LogGroupName;

    /// <summary><c>arn:aws:logs:REGION:ACCOUNT:log-group:NAME</c>, without the <c>:*</c> of some answers.</summary>
    public required string Arn { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>After how many days events are not shown any more; null keeps them.</summary>
    public int? RetentionInDays { get; init; }

    public string? KmsKeyId { get; init; }

    public required string LogGroupClass { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
