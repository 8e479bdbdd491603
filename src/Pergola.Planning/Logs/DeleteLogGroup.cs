using Pergola.Api.Logs;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Deletes a log group with all streams and events.</summary>
internal static class DeleteLogGroup
{
    public static Decision<Nothing> Decide(DeleteLogGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<LogGroup>().TryGet(request.LogGroupName, out var group))
        {
            return LogsError.NoGroup(request.LogGroupName);
        }

        return new Decision<Nothing>.Accept(
            new Nothing(),
            [
                .. realm.Of<LogStream>().Under(group.LogGroupName)
                    .SelectMany(stream => DeleteLogStream.Removal(stream, realm, given.Scope)),
                new Change.Remove(given.Scope, ResourceKinds.For<LogGroup>(), group.Id),
            ]);
    }
}
