using Pergola.Api.Logs;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Creates an empty stream in a group.</summary>
internal static class CreateLogStream
{
    public static Decision<Nothing> Decide(CreateLogStreamRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<LogGroup>().TryGet(request.LogGroupName, out _))
        {
            return LogsError.NoGroup(request.LogGroupName);
        }

        var stream = Make(request.LogGroupName, request.LogStreamName, given.Now);
        return realm.Of<LogStream>().TryGet(stream.Id, out _)
            ? new LogsError.ResourceAlreadyExists($"The specified log stream already exists: {request.LogStreamName}.")
            : new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope, stream)]);
    }

    /// <summary>A stream without events.</summary>
    public static LogStream Make(string groupName, string streamName, DateTimeOffset now) => new()
    {
        LogGroupName = groupName,
        LogStreamName = streamName,
        CreationTime = now,
    };
}
