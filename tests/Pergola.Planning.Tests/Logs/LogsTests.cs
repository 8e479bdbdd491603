using System.Collections.Immutable;
using Pergola.Api.Logs;
using Pergola.Core;
using Pergola.Domain.Logs;
using Pergola.Planning.Logs;
using Pergola.Planning.Tests.Iam;

namespace Pergola.Planning.Tests.Logs;

public sealed class LogsTests
{
    private static readonly long s_noon = Account.Noon.ToUnixTimeMilliseconds();

    private static readonly Dictionary<string, (string Code, Func<Account, ApiError> Attempt)> s_refusals = new()
    {
        ["a group that is there"] = ("ResourceAlreadyExistsException", account => account.Refused(
            CreateLogGroup.Decide, new CreateLogGroupRequest { LogGroupName = "/app" })),
        ["deletion protection"] = ("InvalidParameterException", account => account.Refused(
            CreateLogGroup.Decide,
            new CreateLogGroupRequest { LogGroupName = "/b", DeletionProtectionEnabled = true })),
        ["deleting a missing group"] = ("ResourceNotFoundException", account => account.Refused(
            DeleteLogGroup.Decide, new DeleteLogGroupRequest { LogGroupName = "/b" })),
        ["a stream that is there"] = ("ResourceAlreadyExistsException", account => account.Refused(
            CreateLogStream.Decide, new CreateLogStreamRequest { LogGroupName = "/app", LogStreamName = "web" })),
        ["a stream in a missing group"] = ("ResourceNotFoundException", account => account.Refused(
            CreateLogStream.Decide, new CreateLogStreamRequest { LogGroupName = "/b", LogStreamName = "web" })),
        ["deleting a missing stream"] = ("ResourceNotFoundException", account => account.Refused(
            DeleteLogStream.Decide, new DeleteLogStreamRequest { LogGroupName = "/app", LogStreamName = "db" })),
        ["a retention that AWS does not know"] = ("InvalidParameterException", account => account.Refused(
            RetentionPolicy.Put, new PutRetentionPolicyRequest { LogGroupName = "/app", RetentionInDays = 2 })),
        ["a retention of a missing group"] = ("ResourceNotFoundException", account => account.Refused(
            RetentionPolicy.Put, new PutRetentionPolicyRequest { LogGroupName = "/b", RetentionInDays = 1 })),
        ["tags of a missing group"] = ("ResourceNotFoundException", account => account.Refused(
            LogTags.List,
            new ListTagsForResourceRequest { ResourceArn = Arn.Of("logs", Account.Root.Scope, "log-group:/b") })),
        ["a tag of AWS"] = ("InvalidParameterException", account => account.Refused(
            LogTags.TagGroup,
            new TagLogGroupRequest
            {
                LogGroupName = "/app", Tags = new Dictionary<string, string> { ["aws:x"] = "" },
            })),
        ["a prefix and a pattern"] = ("InvalidParameterException", account => account.Refused(
            DescribeLogGroups.Decide,
            new DescribeLogGroupsRequest { LogGroupNamePrefix = "a", LogGroupNamePattern = "b" })),
        ["groups after a strange token"] = ("InvalidParameterException", account => account.Refused(
            DescribeLogGroups.Decide, new DescribeLogGroupsRequest { NextToken = "!" })),
        ["streams by time with a prefix"] = ("InvalidParameterException", account => account.Refused(
            DescribeLogStreams.Decide,
            new DescribeLogStreamsRequest
            {
                LogGroupName = "/app",
                OrderBy = "LastEventTime",
                LogStreamNamePrefix = "w",
            })),
        ["streams of nothing named"] = ("InvalidParameterException", account => account.Refused(
            DescribeLogStreams.Decide, new DescribeLogStreamsRequest())),
        ["events for a missing stream"] = ("ResourceNotFoundException", account => account.Refused(
            PutLogEvents.Decide, Put("db", (0, "x")))),
        ["events out of order"] = ("InvalidParameterException", account => account.Refused(
            PutLogEvents.Decide, Put("web", (1, "x"), (0, "y")))),
        ["events of more than a day"] = ("InvalidParameterException", account => account.Refused(
            PutLogEvents.Decide, Put("web", (-25 * 3600 * 1000L, "x"), (0, "y")))),
        ["a megabyte and more"] = ("InvalidParameterException", account => account.Refused(
            PutLogEvents.Decide, Put("web", (0, new string('x', 1_048_576))))),
        ["reading a missing stream"] = ("ResourceNotFoundException", account => account.Refused(
            GetLogEvents.Decide, new GetLogEventsRequest { LogGroupName = "/app", LogStreamName = "db" })),
        ["reading after a strange token"] = ("InvalidParameterException", account => account.Refused(
            GetLogEvents.Decide,
            new GetLogEventsRequest { LogGroupName = "/app", LogStreamName = "web", NextToken = "f/1" })),
        ["filtering JSON"] = ("InvalidParameterException", account => account.Refused(
            FilterLogEvents.Decide,
            new FilterLogEventsRequest { LogGroupName = "/app", FilterPattern = "{ $.level = \"error\" }" })),
        ["filtering a missing stream"] = ("ResourceNotFoundException", account => account.Refused(
            FilterLogEvents.Decide, new FilterLogEventsRequest { LogGroupName = "/app", LogStreamNames = ["db"] })),
    };

    private readonly Account _account = new();

    public LogsTests()
    {
        _account.Do(CreateLogGroup.Decide, new CreateLogGroupRequest { LogGroupName = "/app", LogGroupClass = "" });
        _account.Do(
            CreateLogStream.Decide, new CreateLogStreamRequest { LogGroupName = "/app", LogStreamName = "web" });
    }

    public static TheoryData<string> Refusals => [.. s_refusals.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Logs_refuses(string what)
    {
        var (code, attempt) = s_refusals[what];
        var error = attempt(_account);

        Assert.Equal((code, 400), (error.Code, error.HttpStatus));
    }

    [Fact]
    public void A_group_shows_its_class_its_retention_and_both_forms_of_its_arn()
    {
        _account.Do(RetentionPolicy.Put, new PutRetentionPolicyRequest { LogGroupName = "/app", RetentionInDays = 7 });
        var group = Assert.Single(_account.Do(
            DescribeLogGroups.Decide, new DescribeLogGroupsRequest { LogGroupNamePrefix = "/a" }).LogGroups!);

        Assert.Equal("STANDARD", group.LogGroupClass);
        Assert.Equal(7, group.RetentionInDays);
        Assert.Equal("arn:aws:logs:ap-northeast-1:000000000000:log-group:/app:*", group.Arn);
        Assert.Equal("arn:aws:logs:ap-northeast-1:000000000000:log-group:/app", group.LogGroupArn);
        _account.Do(RetentionPolicy.Delete, new DeleteRetentionPolicyRequest { LogGroupName = "/app" });
        Assert.Null(_account.Realm.Of<Domain.Logs.LogGroup>()["/app"].RetentionInDays);
    }

    [Fact]
    public void A_stream_is_read_forwards_page_by_page_until_the_token_stays()
    {
        Write((0, "a"), (0, "b"), (1, "c"));
        Write((1, "d"), (2, "e"));

        var read = new List<string?>();
        string? token = null;
        while (true)
        {
            var page = Read(new() { LogStreamName = "web", Limit = 2, StartFromHead = true, NextToken = token });
            read.AddRange(page.Events!.Select(one => one.Message));
            if (page.NextForwardToken == token)
            {
                break;
            }

            token = page.NextForwardToken;
        }

        Assert.Equal(["a", "b", "c", "d", "e"], read);
        Write((3, "f"));
        Assert.Equal("f", Assert.Single(Read(new() { LogStreamName = "web", NextToken = token }).Events!).Message);
    }

    [Fact]
    public void Without_a_token_the_newest_events_come_and_backwards_the_older_ones()
    {
        Write((0, "a"), (1, "b"), (2, "c"), (3, "d"));
        var newest = Read(new() { LogStreamName = "web", Limit = 2 });
        var older = Read(new() { LogStreamName = "web", Limit = 2, NextToken = newest.NextBackwardToken });

        Assert.Equal(["c", "d"], newest.Events!.Select(one => one.Message));
        Assert.Equal(["a", "b"], older.Events!.Select(one => one.Message));
    }

    [Fact]
    public void Events_that_are_too_old_or_too_new_are_left_out_and_counted()
    {
        var day = 24 * 3600 * 1000L;
        var old = _account.Do(PutLogEvents.Decide, Put("web", (-15 * day, "old"), (-14 * day, "just")));
        var young = _account.Do(PutLogEvents.Decide, Put("web", (0, "now"), (day / 2, "tomorrow")));

        Assert.Equal(1, old.RejectedLogEventsInfo!.TooOldLogEventEndIndex);
        Assert.Equal(1, young.RejectedLogEventsInfo!.TooNewLogEventStartIndex);
        Assert.Equal(["just", "now"], Read(new() { LogStreamName = "web" }).Events!.Select(one => one.Message));
    }

    [Fact]
    public void Events_older_than_the_retention_are_not_shown()
    {
        Write((0, "a"));
        _account.Do(RetentionPolicy.Put, new PutRetentionPolicyRequest { LogGroupName = "/app", RetentionInDays = 1 });
        _account.Now = Account.Noon.AddDays(2);

        Assert.Empty(Read(new() { LogStreamName = "web" }).Events!);
    }

    [Fact]
    public void A_stream_keeps_a_window_of_its_newest_events()
    {
        for (var batch = 0; batch < 12; batch++)
        {
            Write([.. Enumerable.Range(0, 1000).Select(i => ((long)batch, $"{batch}/{i}"))]);
        }

        var stream = _account.Realm.Of<Domain.Logs.LogStream>()["/app:web"];
        Assert.Equal(LogsLimits.StreamEventsMax, stream.EventCount);
        Assert.Equal(10, _account.Realm.Of<LogBatch>().Count);
        Assert.Equal(_account.Realm.Of<LogBatch>().All.Sum(batch => batch.StoredBytes), stream.StoredBytes);
        Assert.Equal("2/0", Read(new() { LogStreamName = "web", StartFromHead = true, Limit = 1 }).Events![0].Message);
    }

    [Theory]
    [InlineData(null, "GET /a 200|GET /b 500|POST /a 500")]
    [InlineData("GET", "GET /a 200|GET /b 500")]
    [InlineData("GET 500", "GET /b 500")]
    [InlineData("\"/a 500\"", "POST /a 500")]
    [InlineData("?200 ?POST", "GET /a 200|POST /a 500")]
    [InlineData("-GET", "POST /a 500")]
    [InlineData("get", "")]
    public void Events_are_filtered_by_terms(string? pattern, string messages)
    {
        Write((0, "GET /a 200"), (1, "GET /b 500"), (2, "POST /a 500"));
        var found = _account.Do(
            FilterLogEvents.Decide, new FilterLogEventsRequest { LogGroupName = "/app", FilterPattern = pattern });

        Assert.Equal(messages, string.Join('|', found.Events!.Select(one => one.Message)));
    }

    [Fact]
    public void Filtering_pages_through_all_streams_in_the_order_of_time_and_the_end_is_included()
    {
        _account.Do(CreateLogStream.Decide, new CreateLogStreamRequest { LogGroupName = "/app", LogStreamName = "db" });
        Write((0, "a"), (2, "c"));
        _account.Do(PutLogEvents.Decide, Put("db", (1, "b"), (3, "d"), (4, "e")));
        var first = Filter(null);
        var second = Filter(first.NextToken);

        Assert.Equal(["a", "b", "c"], first.Events!.Select(one => one.Message));
        Assert.Equal(["d"], second.Events!.Select(one => one.Message));
        Assert.Null(second.NextToken);
        Assert.Distinct(first.Events!.Concat(second.Events!).Select(one => one.EventId));
    }

    [Fact]
    public void Deleting_a_group_takes_its_streams_and_events_along()
    {
        Write((0, "a"));
        _account.Do(DeleteLogGroup.Decide, new DeleteLogGroupRequest { LogGroupName = "/app" });

        Assert.True(_account.Realm.IsEmpty);
    }

    [Fact]
    public void Lines_of_a_container_make_their_stream_and_without_a_group_nothing()
    {
        var scope = Account.Root.Scope;
        ImmutableArray<LogEvent> lines = [new(s_noon, "hello")];
        var changes = LogIntake.Append(_account.Snapshot, scope, "/app", "web/task", lines, Account.Noon);
        var after = _account.Snapshot.Apply(changes).In(scope);

        Assert.Equal(1, after.Of<Domain.Logs.LogStream>()["/app:web/task"].EventCount);
        Assert.Empty(LogIntake.Append(_account.Snapshot, scope, "/b", "web/task", lines, Account.Noon));
    }

    [Fact]
    public void Tags_are_the_same_by_name_and_by_arn()
    {
        var arn = Arn.Of("logs", Account.Root.Scope, "log-group:/app");
        _account.Do(LogTags.Tag, new TagResourceRequest
        {
            ResourceArn = arn,
            Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" },
        });
        _account.Do(LogTags.UntagGroup, new UntagLogGroupRequest { LogGroupName = "/app", Tags = ["a"] });

        var byName = _account.Do(LogTags.ListGroup, new ListTagsLogGroupRequest { LogGroupName = "/app" }).Tags;
        var byArn = _account.Do(LogTags.List, new ListTagsForResourceRequest { ResourceArn = arn + ":*" }).Tags;
        Assert.Equal("2", Assert.Single(byName!).Value);
        Assert.Equal(byName, byArn);
    }

    private static PutLogEventsRequest Put(string stream, params (long AfterNoon, string Message)[] events) => new()
    {
        LogGroupName = "/app",
        LogStreamName = stream,
        LogEvents =
        [
            .. events.Select(one => new InputLogEvent { Timestamp = s_noon + one.AfterNoon, Message = one.Message }),
        ],
    };

    private void Write(params (long AfterNoon, string Message)[] events) =>
        _account.Do(PutLogEvents.Decide, Put("web", events));

    private GetLogEventsResponse Read(GetLogEventsRequest request) =>
        _account.Do(GetLogEvents.Decide, request with { LogGroupName = "/app" });

    private FilterLogEventsResponse Filter(string? token) => _account.Do(
        FilterLogEvents.Decide,
        new FilterLogEventsRequest { LogGroupName = "/app", Limit = 3, EndTime = s_noon + 3, NextToken = token });
}
