using System.Globalization;
using Pergola.Api.Logs;
using Pergola.Domain;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Lists the streams of a group, by name or by the time of the last event.</summary>
internal static class DescribeLogStreams
{
    private const int SizeDefault = 50;

    public static Decision<DescribeLogStreamsResponse> Decide(
        DescribeLogStreamsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LogGroups.TryFind(realm, request.LogGroupName, request.LogGroupIdentifier, out var group, out var error))
        {
            return error;
        }

        var byTime = request.OrderBy == OrderBy.LastEventTime;
        if (byTime && request.LogStreamNamePrefix is not null)
        {
            return new LogsError.InvalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        Func<LogStream, string> key = byTime ? TimeKey : static stream => stream.LogStreamName;
        var descending = request.Descending is true;
        var streams = realm.Of<LogStream>().Under(group.LogGroupName)
            .Where(stream =>
                stream.LogStreamName.StartsWith(request.LogStreamNamePrefix ?? "", StringComparison.Ordinal))
            .Select(stream => WithDelivered(stream, given));
        var sorted = descending
            ? streams.OrderByDescending(key, StringComparer.Ordinal)
            : streams.OrderBy(key, StringComparer.Ordinal);
        return LogPage.Of(sorted, key, request.NextToken, request.Limit ?? SizeDefault, descending) is { } page
            ? new DescribeLogStreamsResponse
            {
                LogStreams = [.. page.Entries.Select(stream => Shape(stream, group))],
                NextToken = page.NextToken,
            }
            : LogPage.BadToken(request.NextToken);
    }

    private static LogStream WithDelivered(LogStream stream, Given given) =>
        given.Events.Last(given.Scope, stream.Id) is var (timestamp, ingestion)
            ? stream with
            {
                LastEventTimestamp = Math.Max(stream.LastEventTimestamp ?? 0, timestamp),
                LastIngestionTime = Math.Max(stream.LastIngestionTime ?? 0, ingestion),
            }
            : stream;

    private static string TimeKey(LogStream stream) => string.Create(
        CultureInfo.InvariantCulture, $"{stream.LastEventTimestamp ?? 0:D19} {stream.LogStreamName}");

    private static Api.Logs.LogStream Shape(LogStream stream, LogGroup group) => new()
    {
        LogStreamName = stream.LogStreamName,
        CreationTime = stream.CreationTime.ToUnixTimeMilliseconds(),
        FirstEventTimestamp = stream.FirstEventTimestamp,
        LastEventTimestamp = stream.LastEventTimestamp,
        LastIngestionTime = stream.LastIngestionTime,
        UploadSequenceToken = PutLogEvents.SequenceToken(stream),
        Arn = $"{group.Arn}:log-stream:{stream.LogStreamName}",
        StoredBytes = stream.StoredBytes,
    };
}
