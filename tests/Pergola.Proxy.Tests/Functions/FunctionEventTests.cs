using System.Text;
using System.Text.Json.Nodes;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Functions;

namespace Pergola.Proxy.Tests.Functions;

/// <summary>A request as a function gets it.</summary>
public sealed class FunctionEventTests
{
    private const string GroupArn = "arn:aws:vpc-lattice:eu-west-1:000000000000:targetgroup/tg-1";

    private static readonly FunctionEvent s_event = new(
        "POST", "/p?x=1&x=2&y=a%20b&z", [new("k", "v1"), new("k", "v2"), new("content-type", "text/plain")],
        "höhe"u8.ToArray(), AccessCaller.Anonymous, "arn:vpc", "arn:sn", "arn:svc", GroupArn, "id-1",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    [Fact]
    public void V1_joins_values_of_a_header_and_keeps_the_last_of_a_parameter() => AssertJson(
        """
        {"raw_path":"/p?x=1&x=2&y=a%20b&z","method":"POST","headers":{"k":"v1, v2","content-type":"text/plain"},
         "query_string_parameters":{"x":"2","y":"a%20b","z":""},"body":"höhe","is_base64_encoded":false,
         "request_id":"id-1"}
        """,
        s_event.ToV1());

    [Fact]
    public void V2_lists_all_values_and_tells_where_the_request_came_from() => AssertJson(
        """
        {"version":"2.0","path":"/p?x=1&x=2&y=a%20b&z","method":"POST",
         "headers":{"k":["v1","v2"],"content-type":["text/plain"]},
         "queryStringParameters":{"x":["1","2"],"y":["a%20b"],"z":[""]},"body":"höhe","isBase64Encoded":false,
         "requestContext":{"serviceNetworkArn":"arn:sn","serviceArn":"arn:svc","targetGroupArn":"$GROUP",
           "identity":{"sourceVpcArn":"arn:vpc"},"region":"eu-west-1","timeEpoch":"1767323045678000",
           "requestId":"id-1"}}
        """.Replace("$GROUP", GroupArn, StringComparison.Ordinal),
        s_event.ToV2());

    [Fact]
    public void V2_tells_who_called()
    {
        var caller = new AccessCaller(
            "arn:aws:sts::000000000000:assumed-role/web/task-1",
            new RoleEntry("arn:aws:iam::000000000000:role/web", [], [], null));

        var identity = JsonNode.Parse((s_event with { Caller = caller }).ToV2())!["requestContext"]!["identity"]!;

        Assert.Equal("AWS_IAM", identity["type"]!.GetValue<string>());
        Assert.Equal(caller.Arn, identity["principal"]!.GetValue<string>());
        Assert.Equal("task-1", identity["sessionName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", null, false)]
    [InlineData("application/json", null, false)]
    [InlineData("APPLICATION/XML", null, false)]
    [InlineData("application/json", "gzip", true)]
    [InlineData("application/octet-stream", null, true)]
    [InlineData(null, null, true)]
    public void A_body_is_text_by_its_type_unless_it_is_encoded(string? type, string? encoding, bool isBase64)
    {
        var headers = new List<KeyValuePair<string, string>>();
        headers.AddRange(type is null ? [] : [new("content-type", type)]);
        headers.AddRange(encoding is null ? [] : [new("content-encoding", encoding)]);
        var json = JsonNode.Parse((s_event with { Headers = headers }).ToV2())!;

        Assert.Equal(isBase64, json["isBase64Encoded"]!.GetValue<bool>());
        Assert.Equal(
            isBase64 ? Convert.ToBase64String("höhe"u8) : "höhe", json["body"]!.GetValue<string>());
    }

    [Fact]
    public void Text_that_is_no_utf8_is_base64() => Assert.True(
        JsonNode.Parse((s_event with { Body = new byte[] { 0xff } }).ToV1())!["is_base64_encoded"]!.GetValue<bool>());

    private static void AssertJson(string expected, byte[] actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), Encoding.UTF8.GetString(actual));
}
