using System.Text;
using Pergola.Wire.Messages;
using Pergola.Wire.SigV4;

namespace Pergola.Wire.Tests.SigV4;

/// <summary>The requests and signatures of AWS's published Signature Version 4 test suite.</summary>
public sealed class SigningVectorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Timestamp = "20150830T123600Z";

    private static readonly CredentialScope Scope = new("AKIDEXAMPLE", "20150830", "us-east-1", "service");

    [Theory]
    [InlineData("get-vanilla", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash", "//", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-dot-slash", "/./", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-relative", "/example/..", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData(
        "get-relative-relative",
        "/example1/example2/../..",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData(
        "get-slash-pointless-dot", "/./example", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-utf8", "/ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-space", "/example space/", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData(
        "get-unreserved",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData(
        "get-vanilla-empty-query-key",
        "/?Param1=value1",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData(
        "get-vanilla-query-order-key-case",
        "/?Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData(
        "get-vanilla-utf8-query", "/?ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    public void Targets_are_signed_as_in_the_suite(string name, string target, string signature) =>
        Assert.Equal((name, signature), (name, Sign(new WireRequest("GET", target, Headers(), default))));

    [Fact]
    public void A_post_is_signed_as_in_the_suite() => Assert.Equal(
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        Sign(new WireRequest("POST", "/", Headers(), default)));

    [Fact]
    public void A_form_is_signed_as_in_the_suite() => Assert.Equal(
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        Sign(
            new WireRequest(
                "POST",
                "/",
                Headers(("Content-Type", "application/x-www-form-urlencoded")),
                Encoding.UTF8.GetBytes("Param1=value1")),
            "content-type;host;x-amz-date"));

    [Fact]
    public void Header_values_are_trimmed_as_in_the_suite() => Assert.Equal(
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        Sign(
            new WireRequest(
                "GET", "/", Headers(("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")), default),
            "host;my-header1;my-header2;x-amz-date"));

    [Fact]
    public void Repeated_headers_are_joined_as_in_the_suite() => Assert.Equal(
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        Sign(
            new WireRequest(
                "GET",
                "/",
                Headers(("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")),
                default),
            "host;my-header1;x-amz-date"));

    [Fact]
    public void A_path_that_was_encoded_is_encoded_once_more()
    {
        var request = new WireRequest("GET", "/tags/arn%3Aaws%2Fsvc", Headers(), default);

        var canonical = Signing.CanonicalRequest(request, ["host"], "hash");

        Assert.Equal("GET\n/tags/arn%253Aaws%252Fsvc\n\nhost:example.amazonaws.com\n\nhost\nhash", canonical);
    }

    private static string Sign(WireRequest request, string signedHeaders = "host;x-amz-date") => Signing.Signature(
        Signing.SigningKey(Secret, Scope),
        Signing.StringToSign(
            Timestamp,
            Scope,
            Signing.CanonicalRequest(request, signedHeaders.Split(';'), Signing.Hash(request.Body.Span))));

    private static List<KeyValuePair<string, string>> Headers(params (string Name, string Value)[] more) =>
    [
        new("Host", "example.amazonaws.com"),
        .. more.Select(header => KeyValuePair.Create(header.Name, header.Value)),
        new("X-Amz-Date", Timestamp),
    ];
}
