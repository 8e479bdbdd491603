using System.Collections.Immutable;
using System.Globalization;
using Pergola.Api.Logs;
using Pergola.Domain;
using Pergola.Domain.Logs;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>
/// Appends events to a stream. Those that are too old or too new are left out, and the answer says which.
/// </summary>
internal static class PutLogEvents
{
    public static Decision<PutLogEventsResponse> Decide(PutLogEventsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<LogGroup>().TryGet(request.LogGroupName, out var group))
        {
            return LogsError.NoGroup(request.LogGroupName);
        }

        if (!realm.Of<LogStream>().TryGet(LogStream.IdOf(group.LogGroupName, request.LogStreamName), out var stream))
        {
            return LogsError.NoStream(request.LogStreamName);
        }

        ImmutableArray<LogEvent> events =
            [.. request.LogEvents.Select(one => new LogEvent(one.Timestamp, one.Message))];
        if (WhyNot(events) is { } error)
        {
            return error;
        }

        var window = Window.Of(group, given.Now);
        var accepted = events.RemoveAll(one => !window.Holds(one.Timestamp));
        var response = new PutLogEventsResponse
        {
            NextSequenceToken = SequenceToken(stream with { NextSequence = stream.NextSequence + accepted.Length }),
            RejectedLogEventsInfo = accepted.Length == events.Length ? null : window.Rejections(events),
        };
        return new Decision<PutLogEventsResponse>.Accept(
            response, accepted.IsEmpty ? [] : LogIntake.Append(realm, given.Scope, stream, accepted, given.Now));
    }

    /// <summary>The token that older clients pass from call to call; AWS ignores it too.</summary>
    public static string SequenceToken(LogStream stream) =>
        (stream.NextSequence + 1).ToString("D56", CultureInfo.InvariantCulture);

    private static LogsError.InvalidParameter? WhyNot(ImmutableArray<LogEvent> events)
    {
        var size = events.Sum(LogsLimits.SizeOf);
        if (size > LogsLimits.BatchBytesMax)
        {
            return new($"Upload too large: {size} bytes exceeds limit of {LogsLimits.BatchBytesMax}");
        }

        for (var i = 1; i < events.Length; i++)
        {
            if (events[i].Timestamp < events[i - 1].Timestamp)
            {
                return new("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }

        return events.Length > 0 && events[^1].Timestamp - events[0].Timestamp > LogsLimits.BatchSpanMax
            ? new("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
            : null;
    }

    /// <summary>The times that a group takes events of, in milliseconds since 1970.</summary>
    private sealed record Window(long Expired, long Oldest, long Newest)
    {
        public static Window Of(LogGroup group, DateTimeOffset now) => new(
            group.RetentionInDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue,
            now.Subtract(LogsLimits.EventAgeMax).ToUnixTimeMilliseconds(),
            now.Add(LogsLimits.EventLeadMax).ToUnixTimeMilliseconds());

        public bool Holds(long timestamp) =>
            timestamp >= Expired && timestamp >= Oldest && timestamp <= Newest;

        // Events are in order, so each kind of rejection is a run at one end.
        public RejectedLogEventsInfo Rejections(ImmutableArray<LogEvent> events)
        {
            var tooOld = events.Count(one => one.Timestamp < Oldest);
            var expired = events.Count(one => one.Timestamp < Expired);
            var tooNew = events.Count(one => one.Timestamp > Newest);
            return new RejectedLogEventsInfo
            {
                TooOldLogEventEndIndex = tooOld > 0 ? tooOld : null,
                ExpiredLogEventEndIndex = expired > 0 ? expired : null,
                TooNewLogEventStartIndex = tooNew > 0 ? events.Length - tooNew : null,
            };
        }
    }
}
