using System.Collections.Concurrent;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;

namespace Pergola.Store.Deliveries;

/// <summary>
/// Events that services deliver to log streams, beside the journal: bounded per stream, on disk where the journal is,
/// and gone with their stream. From any thread.
/// </summary>
/// <param name="root">Holds a folder for each stream; null keeps everything in memory.</param>
public sealed class EventStore(string? root) : IDeliveredEvents
{
    private readonly ConcurrentDictionary<(Scope Scope, string StreamId), EventStream> _streams = new();

    /// <summary>Appends events to a stream.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Append(
        Scope scope, string streamId, IEnumerable<(long Timestamp, ReadOnlyMemory<byte> Message)> events, long now) =>
        Of(scope, streamId).Append(events, now);

    /// <inheritdoc/>
    public IReadOnlyList<DeliveredEvent> Read(Scope scope, string streamId) => Of(scope, streamId).Read();

    /// <inheritdoc/>
    public (long Timestamp, long IngestionTime)? Last(Scope scope, string streamId) => Of(scope, streamId).Last;

    /// <summary>Deletes what belongs to no stream of the state any more.</summary>
    public void Sweep(Snapshot snapshot)
    {
        foreach (var ((scope, id), stream) in _streams)
        {
            if (snapshot.In(scope).Of<LogStream>().Find(id) is null
                && _streams.TryRemove((scope, id), out _))
            {
                stream.Delete();
            }
        }
    }

    private EventStream Of(Scope scope, string streamId) => _streams.GetOrAdd(
        (scope, streamId), key => new EventStream(root is null ? null : FolderOf(root, key.Scope, key.StreamId)));

    // Names of streams hold slashes, and are longer than a file's name may be.
    private static string FolderOf(string root, Scope scope, string streamId) => Path.Combine(
        root,
        scope.Account,
        scope.Region,
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(streamId))));
}
