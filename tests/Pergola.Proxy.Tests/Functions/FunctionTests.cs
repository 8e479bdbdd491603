using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Functions;

/// <summary>Requests that a function answers.</summary>
public sealed class FunctionTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_becomes_an_event_and_the_functions_answer_becomes_the_answer()
    {
        JsonNode? got = null;
        await using var invoker = Invoker(
            """{"statusCode":201,"headers":{"X-From":"function"},"body":"hi"}""", body => got = JsonNode.Parse(body));
        await using var plane = await StartAsync(invoker, FunctionEventVersion.V2);

        var (head, body) = await plane.AskAsync(
            $"POST /a?b=c HTTP/1.1\r\nHost: {Host}\r\nContent-Type: text/plain\r\nX-Forwarded-For: 9.9.9.9\r\n"
            + "Content-Length: 5\r\n\r\nhello");

        Assert.Equal((201, "function", "hi"), (head.Status, head["X-From"], body));
        Assert.NotNull(head["x-amzn-requestid"]);
        Assert.Equal("hello", got!["body"]!.GetValue<string>());
        Assert.Equal("/a?b=c", got["path"]!.GetValue<string>());
        Assert.Equal("127.0.0.1", got["headers"]!["x-forwarded-for"]![0]!.GetValue<string>());
        Assert.Equal(
            $"POST /2015-03-31/functions/{Uri.EscapeDataString(Arn)}/invocations HTTP/1.1",
            Assert.Single(invoker.Requests).Start);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Broken", "{}", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Amz-Function-Error: Unhandled", "{\"errorMessage\":\"x\"}", 502)]
    [InlineData("HTTP/1.1 200 OK", "nonsense", 502)]
    public async Task A_function_that_fails_or_answers_nonsense_is_a_502(string head, string json, int status)
    {
        await using var invoker = new RawTarget((_, stream) =>
            RawTarget.Say(stream, $"{head}\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
        await using var plane = await StartAsync(invoker);

        Assert.Equal(status, (await plane.GetAsync("/")).Head.Status);
    }

    [Fact]
    public async Task A_function_without_an_endpoint_and_an_endpoint_that_is_not_there_are_500()
    {
        var gone = Invoker("{}", _ => { });
        var url = new Uri($"http://127.0.0.1:{gone.Port}");
        await gone.DisposeAsync();
        await using var plane = await StartAsync([new(Arn, url)]);
        await using var without = await StartAsync([]);

        Assert.Equal(500, (await plane.GetAsync("/")).Head.Status);
        Assert.Equal(500, (await without.GetAsync("/")).Head.Status);
    }

    [Fact]
    public async Task A_silent_function_is_a_504_after_the_idle_timeout()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        await using var silent = new RawTarget((_, _) =>
        {
            asked.SetResult();
            return Task.CompletedTask;
        });
        await using var plane = await StartAsync([new(Arn, Url(silent))], time: time);

        var asking = plane.GetAsync("/");
        await asked.Task.WaitAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(504, (await asking).Head.Status);
    }

    [Fact]
    public async Task A_body_of_more_than_six_mebibytes_is_413_and_the_function_is_not_asked()
    {
        await using var invoker = Invoker("""{"statusCode":200}""", _ => { });
        await using var plane = await StartAsync(invoker);
        using var client = await plane.ConnectAsync();
        var body = new string('x', (6 * 1024 * 1024) + 1);

        var (head, _) = await client.AskAsync(
            $"POST / HTTP/1.1\r\nHost: {Host}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal(413, head.Status);
        Assert.Empty(invoker.Requests);
    }

    [Fact]
    public async Task An_alias_is_served_by_the_endpoint_of_its_function()
    {
        await using var invoker = Invoker("""{"statusCode":200}""", _ => { });
        await using var plane = await StartAsync([new(Arn, Url(invoker))], arn: Arn + ":live");

        Assert.Equal(200, (await plane.GetAsync("/")).Head.Status);
        Assert.Contains("live", Assert.Single(invoker.Requests).Start, StringComparison.Ordinal);
    }

    private static RawTarget Invoker(string answer, Action<string> got) => new(async (head, stream) =>
    {
        var body = new byte[int.Parse(head["Content-Length"]!, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        got(System.Text.Encoding.UTF8.GetString(body));
        await RawTarget.Say(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {answer.Length}\r\n\r\n{answer}");
    });

    private static Uri Url(RawTarget target) => new($"http://127.0.0.1:{target.Port}");

    private static Task<Plane> StartAsync(RawTarget invoker, FunctionEventVersion version = FunctionEventVersion.V1) =>
        StartAsync([new(Arn, Url(invoker))], version);

    private static Task<Plane> StartAsync(
        KeyValuePair<string, Uri>[] functions,
        FunctionEventVersion version = FunctionEventVersion.V1,
        TimeProvider? time = null,
        string arn = Arn) => Plane.StartAsync(
            Table(Service(Forward("tg-f")), Group("tg-f") with { Function = new FunctionEntry(arn, version) }),
            time,
            functions: new Dictionary<string, Uri>(functions));
}
