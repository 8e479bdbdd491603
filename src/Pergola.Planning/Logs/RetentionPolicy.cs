using System.Collections.Immutable;
using Pergola.Api.Logs;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;

namespace Pergola.Planning.Logs;

/// <summary>PutRetentionPolicy and DeleteRetentionPolicy.</summary>
internal static class RetentionPolicy
{
    // The numbers of days that AWS knows.
    private static readonly ImmutableArray<int> s_days =
    [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ];

    public static Decision<Nothing> Put(PutRetentionPolicyRequest request, Snapshot snapshot, Given given) =>
        s_days.Contains(request.RetentionInDays)
            ? Set(request.LogGroupName, request.RetentionInDays, snapshot, given)
            : new LogsError.InvalidParameter(
                $"retentionInDays is {request.RetentionInDays}, but must be one of {string.Join(", ", s_days)}.");

    public static Decision<Nothing> Delete(DeleteRetentionPolicyRequest request, Snapshot snapshot, Given given) =>
        Set(request.LogGroupName, null, snapshot, given);

    private static Decision<Nothing> Set(string groupName, int? days, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope).Of<LogGroup>().TryGet(groupName, out var group)
            ? new Decision<Nothing>.Accept(
                new Nothing(), [new Change.Put(given.Scope, group with { RetentionInDays = days })])
            : LogsError.NoGroup(groupName);
}
