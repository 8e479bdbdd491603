using Pergola.Api.Logs;
using Pergola.Domain;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Lists log groups by name.</summary>
internal static class DescribeLogGroups
{
    private const int SizeDefault = 50;

    public static Decision<DescribeLogGroupsResponse> Decide(
        DescribeLogGroupsRequest request, Snapshot snapshot, Given given)
    {
        if (request is { LogGroupNamePrefix: not null, LogGroupNamePattern: not null })
        {
            return new LogsError.InvalidParameter(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive.");
        }

        var realm = snapshot.In(given.Scope);
        var groups = realm.Of<LogGroup>().All
            .Where(group => Fits(group, request))
            .OrderBy(group => group.LogGroupName, StringComparer.Ordinal);
        var size = request.Limit ?? SizeDefault;
        return LogPage.Of(groups, group => group.LogGroupName, request.NextToken, size) is { } page
            ? new DescribeLogGroupsResponse
            {
                LogGroups = [.. page.Entries.Select(group => Shape(group, realm))],
                NextToken = page.NextToken,
            }
            : LogPage.BadToken(request.NextToken);
    }

    private static bool Fits(LogGroup group, DescribeLogGroupsRequest request) =>
        group.LogGroupName.StartsWith(request.LogGroupNamePrefix ?? "", StringComparison.Ordinal)
        && group.LogGroupName.Contains(request.LogGroupNamePattern ?? "", StringComparison.OrdinalIgnoreCase)
        && (string.IsNullOrEmpty(request.LogGroupClass) || group.LogGroupClass == request.LogGroupClass)
        && (request.LogGroupIdentifiers is not { Count: > 0 } identifiers
            || identifiers.Any(identifier => LogGroups.NameOf(identifier) == group.LogGroupName));

    private static Api.Logs.LogGroup Shape(LogGroup group, Realm realm) => new()
    {
        LogGroupName = group.LogGroupName,
        CreationTime = group.CreationTime.ToUnixTimeMilliseconds(),
        RetentionInDays = group.RetentionInDays,
        MetricFilterCount = 0,
        Arn = group.Arn + ":*",
        LogGroupArn = group.Arn,
        StoredBytes = realm.Of<LogStream>().Under(group.LogGroupName).Sum(stream => stream.StoredBytes),
        KmsKeyId = group.KmsKeyId,
        LogGroupClass = group.LogGroupClass,
        DeletionProtectionEnabled = false,
    };
}
