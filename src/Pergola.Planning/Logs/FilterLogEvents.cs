using Pergola.Api.Logs;
using Pergola.Domain;
using LogGroup = Pergola.Domain.Logs.LogGroup;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>Searches streams of a group, in the order of the events' times.</summary>
internal static class FilterLogEvents
{
    private const int SizeDefault = 10_000;

    public static Decision<FilterLogEventsResponse> Decide(
        FilterLogEventsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LogGroups.TryFind(realm, request.LogGroupName, request.LogGroupIdentifier, out var group, out var error))
        {
            return error;
        }

        if (request is { LogStreamNames.Count: > 0, LogStreamNamePrefix: not null })
        {
            return new LogsError.InvalidParameter("Only one of logStreamNames and logStreamNamePrefix may be given.");
        }

        if (!FilterPattern.TryParse(request.FilterPattern, out var pattern))
        {
            return new LogsError.InvalidParameter(
                $"Invalid filter pattern: '{request.FilterPattern}'. Supported are terms: word, \"two words\", ?either "
                + "and -not.");
        }

        var missing = request.LogStreamNames?.FirstOrDefault(
            name => !realm.Of<LogStream>().TryGet(LogStream.IdOf(group.LogGroupName, name), out _));
        return missing is null ? Search(request, pattern, realm, group, given) : LogsError.NoStream(missing);
    }

    private static Decision<FilterLogEventsResponse> Search(
        FilterLogEventsRequest request, FilterPattern pattern, Realm realm, LogGroup group, Given given)
    {
        var events = realm.Of<LogStream>().Under(group.LogGroupName)
            .Where(stream =>
                stream.LogStreamName.StartsWith(request.LogStreamNamePrefix ?? "", StringComparison.Ordinal)
                && (request.LogStreamNames is not { Count: > 0 } names || names.Contains(stream.LogStreamName)))
            .SelectMany(stream => StoredEvents.Of(
                realm, group, stream, request.StartTime, ExclusiveEnd(request.EndTime), given))
            .Where(one => pattern.Matches(one.Event.Message))
            .OrderBy(one => one.Key, StringComparer.Ordinal);
        return LogPage.Of(events, one => one.Key, request.NextToken, request.Limit ?? SizeDefault) is { } page
            ? new FilterLogEventsResponse
            {
                Events = [.. page.Entries.Select(Shape)],
                SearchedLogStreams = [],
                NextToken = page.NextToken,
            }
            : LogPage.BadToken(request.NextToken);
    }

    // Here the end is inclusive, while GetLogEvents leaves it out.
    private static long? ExclusiveEnd(long? end) => end is { } last and < long.MaxValue ? last + 1 : end;

    private static FilteredLogEvent Shape(StoredEvent one) => new()
    {
        LogStreamName = one.Stream.LogStreamName,
        Timestamp = one.Event.Timestamp,
        Message = one.Event.Message,
        IngestionTime = one.IngestionTime,
        EventId = one.Key,
    };
}
