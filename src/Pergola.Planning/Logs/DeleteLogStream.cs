using Pergola.Api.Logs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Deletes a log stream with its events.</summary>
internal static class DeleteLogStream
{
    public static Decision<Nothing> Decide(DeleteLogStreamRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<LogGroup>().TryGet(request.LogGroupName, out _))
        {
            return LogsError.NoGroup(request.LogGroupName);
        }

        var id = LogStream.IdOf(request.LogGroupName, request.LogStreamName);
        return realm.Of<LogStream>().TryGet(id, out var stream)
            ? new Decision<Nothing>.Accept(new Nothing(), [.. Removal(stream, realm, given.Scope)])
            : LogsError.NoStream(request.LogStreamName);
    }

    /// <summary>The changes that remove a stream and its events.</summary>
    public static IEnumerable<Change> Removal(LogStream stream, Realm realm, Scope scope) =>
        realm.Of<LogBatch>().Under(stream.Id)
            .Select(batch => new Change.Remove(scope, ResourceKinds.For<LogBatch>(), batch.Id))
            .Append(new Change.Remove(scope, ResourceKinds.For<LogStream>(), stream.Id));
}
