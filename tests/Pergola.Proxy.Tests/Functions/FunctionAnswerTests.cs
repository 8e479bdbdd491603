using System.Text;
using Pergola.Proxy.Functions;

namespace Pergola.Proxy.Tests.Functions;

/// <summary>What a function may answer.</summary>
public sealed class FunctionAnswerTests
{
    [Fact]
    public void Status_headers_and_body_are_the_answers_and_the_framing_is_not()
    {
        var answer = Read(
            """
            {"statusCode":201,"statusDescription":"201 Created","isBase64Encoded":false,"body":"höhe",
             "headers":{"X-One":"1","X-Many":["a","b"],"X-Number":5,"Content-Length":"999","connection":"close"}}
            """);

        Assert.Equal(201, answer.StatusCode);
        Assert.Equal("höhe", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal(
            [new("X-One", "1"), new("X-Many", "a"), new("X-Many", "b"), new("X-Number", "5")], answer.Headers);
    }

    [Fact]
    public void A_base64_body_is_decoded() =>
        Assert.Equal([0, 255], Read("""{"statusCode":"200","isBase64Encoded":true,"body":"AP8="}""").Body.ToArray());

    [Fact]
    public void A_status_alone_is_enough() => Assert.Equal(0, Read("""{"statusCode":204}""").Body.Length);

    [Theory]
    [InlineData("nonsense", "it is no JSON")]
    [InlineData("\"text\"", "it is no JSON object")]
    [InlineData("{}", "statusCode")]
    [InlineData("{\"statusCode\":101}", "statusCode")]
    [InlineData("{\"statusCode\":2000000000000}", "statusCode")]
    [InlineData("{\"statusCode\":200,\"headers\":[]}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}", "headers")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"a\":{}}}", "headers")]
    [InlineData("{\"statusCode\":200,\"body\":{}}", "body")]
    [InlineData("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"%\"}", "body")]
    public void Anything_else_is_refused_with_a_reason(string json, string reason)
    {
        Assert.False(FunctionAnswer.TryRead(Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.StartsWith(reason, fault, StringComparison.Ordinal);
    }

    private static FunctionAnswer Read(string json)
    {
        Assert.True(FunctionAnswer.TryRead(Encoding.UTF8.GetBytes(json), out var answer, out var fault), fault);
        return answer;
    }
}
