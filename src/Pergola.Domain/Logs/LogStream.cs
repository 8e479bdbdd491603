namespace Pergola.Domain.Logs;

/// <summary>A log stream: its counters. Its events are in <see cref="LogBatch"/>es.</summary>
public sealed record LogStream : Resource
{
    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    /// <inheritdoc/>
    public override string Id => IdOf(LogGroupName, LogStreamName);

    /// <inheritdoc/>
    public override string? Parent => LogGroupName;

    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>Milliseconds since 1970, as all event times; null when there was never an event.</summary>
    public long? FirstEventTimestamp { get; init; }

    public long? LastEventTimestamp { get; init; }

    public long? LastIngestionTime { get; init; }

    /// <summary>The number that the next event gets.</summary>
    public long NextSequence { get; init; }

    /// <summary>How many events are kept.</summary>
    public int EventCount { get; init; }

    /// <summary>Their size as CloudWatch counts it.</summary>
    public long StoredBytes { get; init; }

    /// <summary>The key of a stream: neither name may contain a colon.</summary>
    public static string IdOf(string logGroupName, string logStreamName) => $"{logGroupName}:{logStreamName}";
}
