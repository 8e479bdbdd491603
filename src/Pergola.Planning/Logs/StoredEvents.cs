using System.Globalization;
using Pergola.Domain;
using Pergola.Domain.Logs;

namespace Pergola.Planning.Logs;

/// <summary>
/// An event with its place: events are in the order of their times, and of their arrival within one time.
/// </summary>
internal sealed record StoredEvent(LogStream Stream, LogEvent Event, long IngestionTime, long Sequence)
{
    /// <summary>Sorts as the events do, within a stream and across streams.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture, $"{Event.Timestamp:D20}{Stream.Ordinal:D16}{Sequence:D20}");
}

/// <summary>Reads the events that a group still shows.</summary>
internal static class StoredEvents
{
    /// <summary>The events of a stream from a time on and before another, in order.</summary>
    public static IEnumerable<StoredEvent> Of(
        Realm realm, LogGroup group, LogStream stream, long? start, long? end, Given given)
    {
        var expired = group.RetentionInDays is { } days
            ? given.Now.AddDays(-days).ToUnixTimeMilliseconds()
            : long.MinValue;
        return realm.Of<LogBatch>().Under(stream.Id)
            .SelectMany(batch => batch.Events.Select(
                (one, index) => new StoredEvent(stream, one, batch.IngestionTime, batch.FirstSequence + index)))
            .Concat(given.Events.Read(given.Scope, stream.Id).Select(one => new StoredEvent(
                stream, new LogEvent(one.Timestamp, one.Message), one.IngestionTime, one.Place)))
            .Where(one => one.Event.Timestamp >= expired
                && one.Event.Timestamp >= (start ?? long.MinValue)
                && one.Event.Timestamp < (end ?? long.MaxValue))
            .OrderBy(one => one.Event.Timestamp)
            .ThenBy(one => one.Sequence);
    }
}
