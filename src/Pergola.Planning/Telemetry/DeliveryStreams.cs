using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Logs;

namespace Pergola.Planning.Telemetry;

/// <summary>The stream of a log group that an access log goes to.</summary>
public static class DeliveryStreams
{
    /// <summary>The id of the stream; null when it is not there.</summary>
    public static string? Find(Snapshot snapshot, Scope scope, LogEntry entry) =>
        snapshot.In(scope).Of<LogStream>().Find(LogStream.IdOf(entry.Destination, NameOf(entry)))?.Id;

    /// <summary>The same with the changes that make it; null when its group is gone.</summary>
    public static (string? StreamId, ImmutableArray<Change> Changes) Ensure(
        Snapshot snapshot, Scope scope, LogEntry entry, DateTimeOffset now)
    {
        if (snapshot.In(scope).Of<LogGroup>().Find(entry.Destination) is null)
        {
            return (null, []);
        }

        var stream = CreateLogStream.Make(entry.Destination, NameOf(entry), now);
        return (stream.Id, Find(snapshot, scope, entry) is null ? [new Change.Put(scope, stream)] : []);
    }

    private static string NameOf(LogEntry entry) => $"VpcLattice_AccessLogs_{entry.ResourceId}_{entry.SubscriptionId}";
}
