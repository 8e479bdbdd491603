using System.Text.Json.Nodes;
using Pergola.Wire.Schemas;

namespace Pergola.EndToEnd.Tests;

/// <summary>What no client should send, against a real server: always a 4xx that clients can read, and no harm
/// done.</summary>
public sealed class BadInputTests : IClassFixture<ServerFixture>, IDisposable
{
    private const string Json = "application/x-amz-json-1.1";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly PergolaProcess _server;
    private readonly ApiClient _client;

    public BadInputTests(ServerFixture fixture)
    {
        _server = fixture.Server;
        _client = new ApiClient(_server.Endpoint);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_in_the_services_envelope()
    {
        string[] bodies =
        [
            "", "{", "}", "[", "[]", "null", "1", "\"text\"", "{\"a\":}", "{\"a\" 1}", "{\"a\":1}{", "{'a':1}", "\0",
                "<xml/>",
            "{\"a\":\"\\ud800\"}", "{\"a\":\"\\x\"}", new string('[', 100_000), Nested(5_000), "{\"\":\"\"}",
                "Action=CreateVpc",
            "{\"name\":1,\"name\":\"x\",\"name\":null}", "\uFEFF{}", "{\"name\":NaN}", "{\"name\":01}",
                "{\"name\":\"a\nb\"}",
        ];
        foreach (var body in bodies)
        {
            await MustBeRefusedAsync(Protocol.AwsJson11, () =>
                _client.JsonAsync(ApiClient.Service("ecs"), "RegisterTaskDefinition", body));
            await MustBeRefusedAsync(Protocol.AwsJson11, () =>
                _client.JsonAsync(ApiClient.Service("logs"), "CreateLogGroup", body));
            await MustBeRefusedAsync(Protocol.RestJson1, () => LatticeAsync(HttpMethod.Post, "/servicenetworks", body));
        }
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused_in_the_services_envelope()
    {
        string[] forms =
        [
            "", "&&&&", "=", "=====", "%", "%zz=%zz", "Action", "Action=", "Action=CreateVpc%",
                "Action=CreateVpc&CidrBlock=%FF%FE",
            "Action=CreateVpc&Version=1999-01-01&CidrBlock=x", "Action=CreateVpc&Action=DeleteVpc&Version=2016-11-15",
            "Action=CreateVpc&Version=2016-11-15&CidrBlock=", "{\"Action\":\"CreateVpc\"}",
                "<Action>CreateVpc</Action>",
            "Action=CreateVpc&Version=2016-11-15&TagSpecification.x.y=1&TagSpecification.0.Tag.-1.Key=a",
            "Action=CreateVpc&Version=2016-11-15&TagSpecification.99999999999999.Tag.1.Key=a",
            "Action=CreateVpc&Version=2016-11-15&CidrBlock.1.2.3=a&CidrBlock.1=b",
            "Action=CreateVpc&Version=2016-11-15&" + string.Join('.', Enumerable.Repeat("1", 5_000)) + "=x",
            "Action=CreateVpc&Version=2016-11-15&" + string.Concat(Enumerable.Repeat("a=b&", 20_000)),
        ];
        foreach (var form in forms)
        {
            await MustBeRefusedAsync(Protocol.Ec2Query, () => SendFormAsync("ec2", form));
            await MustBeRefusedAsync(Protocol.AwsQuery, () => SendFormAsync("iam", form));
        }
    }

    [Fact]
    public async Task Unknown_operations_and_services_are_refused_by_name()
    {
        await MustBeRefusedAsync(Protocol.Ec2Query, () => _client.TryEc2Async("MakeCoffee"));
        await MustBeRefusedAsync(Protocol.AwsJson11, () =>
            _client.JsonAsync(ApiClient.Service("ecs"), "MakeCoffee", "{}"));
        await MustBeRefusedAsync(Protocol.AwsJson11, () =>
            _client.JsonAsync(ApiClient.Service("ecs"), "a.b/c d\"<", "{}"));
        await MustBeRefusedAsync(Protocol.RestJson1, () => LatticeAsync(HttpMethod.Post, "/coffee", "{}"));
        await MustBeRefusedAsync(Protocol.RestJson1, () => LatticeAsync(new HttpMethod("BREW"), "/services", "{}"));
        string[] targets = ["", ".", "a.", ".b", "DynamoDB_20120810.ListTables", new('a', 3_000)];
        foreach (var target in targets)
        {
            await MustBeRefusedAsync(
                Protocol.AwsJson11,
                () => _client.SendAsync(null, HttpMethod.Post, "/", "{}", Json, ("X-Amz-Target", target)));
        }
    }

    [Fact]
    public async Task Paths_full_of_tricks_reach_the_service_they_are_signed_for_and_are_refused_there()
    {
        string[] ids =
        [
            "..", ".", "%2e%2e", "..%2f..%2fetc", "a%2Fb", "%00", "%", "%zz", "a.b", "a.json", "~", "*",
                "%F0%9F%A6%8A", "%FF",
            "svc-0123456789abcdef0%20", "arn%3Aaws%3Avpc-lattice%3A%3A%3Aservice%2Fsvc-0123456789abcdef0", "a;b=c",
                "%23", "%3F",
            new('a', 4_000),
        ];
        foreach (var id in ids)
        {
            foreach (var path in (string[])[$"/services/{id}", $"/tags/{id}",
                $"/services/{id}/listeners/{id}/rules/{id}"])
            {
                await MustBeRefusedAsync(Protocol.RestJson1, () => LatticeAsync(HttpMethod.Get, path, null));
            }
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused_whatever_it_holds()
    {
        var text = new string('x', 10_000_000);
        await MustBeRefusedAsync(
            Protocol.AwsJson11,
            () => _client.JsonAsync(ApiClient.Service("ecs"), "CreateCluster", $$"""{"clusterName":"{{text}}"}"""));
        await MustBeRefusedAsync(
            Protocol.RestJson1, () => LatticeAsync(HttpMethod.Post, "/services", $$"""{"name":"{{text}}"}"""));
        await MustBeRefusedAsync(
            Protocol.Ec2Query, () => SendFormAsync("ec2", $"Action=CreateVpc&Version=2016-11-15&CidrBlock={text}"));
        await MustBeRefusedAsync(
            Protocol.AwsQuery, () => SendFormAsync("iam", $"Action=CreateRole&Version=2010-05-08&RoleName={text}"));
    }

    [Fact]
    public async Task Unknown_members_are_ignored_as_AWS_ignores_them()
    {
        var cluster = await _client.EcsAsync("CreateCluster",
            new JsonObject { ["clusterName"] = "a", ["coffee"] = new JsonObject() });
        Assert.Equal("a", (string?)cluster["cluster"]!["clusterName"]);
        var service = await _client.LatticeAsync(
            HttpMethod.Post, "/services", new JsonObject { ["name"] = "a-service",
                ["coffee"] = new JsonArray(1, "two") });
        Assert.Equal("a-service", (string?)service["name"]);
    }

    [Fact]
    public async Task A_signature_that_is_none_is_refused()
    {
        string[] signatures =
        [
            "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=",
                "AWS4-HMAC-SHA256 Credential=a/b, Signature=",
            "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;;, Signature=x", "AWS4-FOO Credential=a/b/c/d/e",
            "AWS4-HMAC-SHA256 " + new string(',', 5_000), "AWS4-HMAC-SHA256 Credential=" + new string('/', 5_000),
        ];
        foreach (var signature in signatures)
        {
            await MustBeRefusedAsync(Protocol.AwsJson11, () => _client.SendAsync(
                null,
                HttpMethod.Post,
                "/",
                "{}",
                Json,
                ("X-Amz-Target", $"{ApiClient.Service("ecs").TargetPrefix}.ListClusters"),
                ("Authorization", signature)));
        }
    }

    // An HTTP/2 client is told in its own words: a GOAWAY frame of eight bytes with the error HTTP_1_1_REQUIRED (13).
    private const string GoAwayHttp11Required =
        "\0\0\u0008\u0007\0\0\0\0\0" + "\0\0\0\0" + "\0\0\0\u000D";

    // The one 5xx that a client causes: it is what RFC 9110 15.6.6 asks for where the version is not known.
    private const string UnknownVersion = "HTTP/1.1 505 ";

    [Fact]
    public async Task Broken_http_gets_a_4xx_or_a_closed_connection_and_the_server_goes_on()
    {
        const string Head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-amz-json-1.1\r\n"
            + "X-Amz-Target: AmazonEC2ContainerServiceV20141113.CreateCluster\r\n";
        string[] requests =
        [
            "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "\0\0\0\0\0\0\0\0\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n",
            Head + "Content-Length: 100\r\n\r\n{\"clusterName\":", Head + "Content-Length: -1\r\n\r\n{}",
            Head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                Head + "Content-Length: 99999999999999999999\r\n\r\n{}",
            Head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
                Head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
            Head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n",
                Head + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            Head + "Transfer-Encoding: gzip\r\n\r\n{}",
                Head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
            Head + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"X-{i}: y\r\n")) + "\r\n",
            Head + $"X-Long: {new string('y', 100_000)}\r\n\r\n", Head + ": empty\r\n\r\n", Head + "no colon\r\n\r\n",
                Head + "a\0b: c\r\n\r\n",
        ];
        foreach (var request in requests)
        {
            var answer = await RawHttp.ExchangeAsync(_server, request);
            Assert.True(
                answer.Length == 0
                    || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
                    || answer == GoAwayHttp11Required
                    || (request.Contains("HTTP/9.9", StringComparison.Ordinal)
                        && answer.StartsWith(UnknownVersion, StringComparison.Ordinal)),
                $"{request[..Math.Min(300, request.Length)]}\ngot\n{answer}");
            await RawHttp.HangUpAsync(_server, request);
            await MustStillAnswerAsync();
        }
    }

    private Task<ApiAnswer> LatticeAsync(HttpMethod method, string path, string? body) =>
        _client.SendAsync(ApiClient.Service("vpc-lattice"), method, path, body, "application/json");

    private Task<ApiAnswer> SendFormAsync(string service, string form) =>
        _client.SendAsync(ApiClient.Service(service), HttpMethod.Post, "/", form, Form);

    private async Task MustBeRefusedAsync(
        Protocol protocol,
        Func<Task<ApiAnswer>> ask,
        [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(ask))] string what = "")
    {
        var answer = await ask();
        Assert.True(
            answer.WhatIsWrong(protocol) is null && answer.Status >= 400,
            $"{what}: {answer.WhatIsWrong(protocol) ?? $"{answer.Status} {answer.Body}"}\n{_server.Log}");
        await MustStillAnswerAsync();
    }

    private async Task MustStillAnswerAsync() =>
        (await _client.TryEc2Async("DescribeVpcs")).MustSucceed("the next question");

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
