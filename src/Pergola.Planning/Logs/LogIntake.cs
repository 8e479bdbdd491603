using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;

namespace Pergola.Planning.Logs;

/// <summary>
/// Keeps events of a stream in a window of limited size: what is too old in it goes as new events come.
/// </summary>
public static class LogIntake
{
    /// <summary>
    /// The changes that append the lines of a container to a stream, which they make when it is missing. Nothing when
    /// the
    /// group does not exist: the caller says so where the user looks.
    /// </summary>
    /// <param name="events">Oldest first, not more than 10,000.</param>
    public static ImmutableArray<Change> Append(
        Snapshot snapshot,
        Scope scope,
        string groupName,
        string streamName,
        ImmutableArray<LogEvent> events,
        DateTimeOffset now)
    {
        var realm = snapshot.In(scope);
        if (events.IsEmpty || !realm.Of<LogGroup>().TryGet(groupName, out _))
        {
            return [];
        }

        var stream = realm.Of<LogStream>().Find(LogStream.IdOf(groupName, streamName))
            ?? CreateLogStream.Make(groupName, streamName, now);
        return Append(realm, scope, stream, events, now);
    }

    /// <summary>The changes that append events to a stream.</summary>
    internal static ImmutableArray<Change> Append(
        Realm realm, Scope scope, LogStream stream, ImmutableArray<LogEvent> events, DateTimeOffset now)
    {
        var batch = new LogBatch
        {
            StreamId = stream.Id,
            FirstSequence = stream.NextSequence,
            IngestionTime = now.ToUnixTimeMilliseconds(),
            StoredBytes = events.Sum(LogsLimits.SizeOf),
            Events = events,
        };
        var grown = stream with
        {
            NextSequence = stream.NextSequence + events.Length,
            EventCount = stream.EventCount + events.Length,
            StoredBytes = stream.StoredBytes + batch.StoredBytes,
            FirstEventTimestamp = Math.Min(
                stream.FirstEventTimestamp ?? long.MaxValue, events.Min(one => one.Timestamp)),
            LastEventTimestamp = Math.Max(stream.LastEventTimestamp ?? 0, events.Max(one => one.Timestamp)),
            LastIngestionTime = batch.IngestionTime,
        };
        var changes = ImmutableArray.CreateBuilder<Change>();
        foreach (var old in realm.Of<LogBatch>().Under(stream.Id))
        {
            if (grown.EventCount <= LogsLimits.StreamEventsMax && grown.StoredBytes <= LogsLimits.StreamBytesMax)
            {
                break;
            }

            changes.Add(new Change.Remove(scope, ResourceKinds.For<LogBatch>(), old.Id));
            grown = grown with
            {
                EventCount = grown.EventCount - old.Events.Length,
                StoredBytes = grown.StoredBytes - old.StoredBytes,
            };
        }

        changes.Add(new Change.Put(scope, batch));
        changes.Add(new Change.Put(scope, grown));
        return changes.ToImmutable();
    }
}
