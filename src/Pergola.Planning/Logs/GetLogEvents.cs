using System.Collections.Immutable;
using Pergola.Api.Logs;
using Pergola.Domain;
using LogStream = Pergola.Domain.Logs.LogStream;

namespace Pergola.Planning.Logs;

/// <summary>
/// Reads a stream in pages, forwards or backwards. A token stands between two events; at an end the same token comes
/// back, by which callers know that they are there.
/// </summary>
internal static class GetLogEvents
{
    private const int SizeDefault = 10_000;

    public static Decision<GetLogEventsResponse> Decide(GetLogEventsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LogGroups.TryFind(realm, request.LogGroupName, request.LogGroupIdentifier, out var group, out var error))
        {
            return error;
        }

        if (!realm.Of<LogStream>().TryGet(LogStream.IdOf(group.LogGroupName, request.LogStreamName), out var stream))
        {
            return LogsError.NoStream(request.LogStreamName);
        }

        if (request.NextToken is { } token && !IsToken(token))
        {
            return LogPage.BadToken(token);
        }

        var events = StoredEvents.Of(realm, group, stream, request.StartTime, request.EndTime, given);
        var page = Page([.. events], request);
        return new GetLogEventsResponse
        {
            Events =
            [
                .. page.Select(one => new OutputLogEvent
                {
                    Timestamp = one.Event.Timestamp,
                    Message = one.Event.Message,
                    IngestionTime = one.IngestionTime,
                }),
            ],
            NextForwardToken = "f/" + (page.IsEmpty ? Place(request.NextToken) : page[^1].Key),
            NextBackwardToken = "b/" + (page.IsEmpty ? Place(request.NextToken) : page[0].Key),
        };
    }

    private static ImmutableArray<StoredEvent> Page(ImmutableArray<StoredEvent> events, GetLogEventsRequest request)
    {
        var size = request.Limit ?? SizeDefault;
        var place = Place(request.NextToken);
        return request.NextToken switch
        {
            ['f', ..] => [.. events.Where(one => string.CompareOrdinal(one.Key, place) > 0).Take(size)],
            ['b', ..] => [.. events.Where(one => string.CompareOrdinal(one.Key, place) < 0).TakeLast(size)],
            _ => request.StartFromHead is true ? [.. events.Take(size)] : [.. events.TakeLast(size)],
        };
    }

    private static bool IsToken(string token) =>
        token is ['f' or 'b', '/', .. var place] && place.Length == NoPlace.Length && place.All(char.IsAsciiDigit);

    private static string Place(string? token) => token?[2..] ?? NoPlace;

    // Before every event.
    private static string NoPlace { get; } = new('0', 56);
}
