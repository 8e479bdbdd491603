using System.Collections.Immutable;
using Pergola.Api.Logs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Wire.Schemas;
using LogGroup = Pergola.Domain.Logs.LogGroup;

namespace Pergola.Planning.Logs;

/// <summary>Creates a log group, whose events are kept until a retention policy or the window says otherwise.</summary>
internal static class CreateLogGroup
{
    public static Decision<Nothing> Decide(CreateLogGroupRequest request, Snapshot snapshot, Given given)
    {
        var groups = snapshot.In(given.Scope).Of<LogGroup>();
        if (groups.TryGet(request.LogGroupName, out _))
        {
            return new LogsError.ResourceAlreadyExists(
                $"The specified log group already exists: {request.LogGroupName}.");
        }

        if (request.DeletionProtectionEnabled is true)
        {
            return new LogsError.InvalidParameter(
                "deletionProtectionEnabled is true, but only false is supported: nothing could switch it off again.");
        }

        if (groups.Count >= LogsLimits.GroupsMax)
        {
            return new LogsError.LimitExceeded($"There are {groups.Count} log groups already, the most of a region.");
        }

        var (tags, error) = LogTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        return error is not null
            ? error
            : new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope, Make(request, tags, given))]);
    }

    private static LogGroup Make(
        CreateLogGroupRequest request, ImmutableSortedDictionary<string, string> tags, Given given) => new()
        {
            LogGroupName = request.LogGroupName,
            Arn = Arn.Of("logs", given.Scope, $"log-group:{request.LogGroupName}"),
            CreationTime = given.Now,
            KmsKeyId = request.KmsKeyId,

            // Terraform sends an empty class when none is configured.
            LogGroupClass = string.IsNullOrEmpty(request.LogGroupClass)
                ? LogGroupClass.Standard
                : request.LogGroupClass,
            Tags = tags,
        };
}
