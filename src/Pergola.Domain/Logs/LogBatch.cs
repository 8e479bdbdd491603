using System.Collections.Immutable;

namespace Pergola.Domain.Logs;

/// <summary>The events of one PutLogEvents call. Batches are only added, and the oldest of a stream removed.</summary>
public sealed record LogBatch : Resource
{
    /// <summary>The stream's id.</summary>
    public required string StreamId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => StreamId;

    /// <summary>The number of the first event; the others follow.</summary>
    public required long FirstSequence { get; init; }

    /// <inheritdoc/>
    public override string Id => $"{StreamId}:{FirstSequence}";

    /// <summary>Milliseconds since 1970.</summary>
    public required long IngestionTime { get; init; }

    /// <summary>The events' size as CloudWatch counts it.</summary>
    public required long StoredBytes { get; init; }

    public required ImmutableArray<LogEvent> Events { get; init; }
}

/// <summary>One event.</summary>
/// <param name="Timestamp">Milliseconds since 1970.</param>
public sealed record LogEvent(long Timestamp, string Message);
