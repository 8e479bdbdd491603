using Pergola.Wire.Messages;
using Pergola.Wire.SigV4;

namespace Pergola.Wire.Tests.SigV4;

public sealed class AuthorizationTests
{
    private const string Signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private const string Vanilla =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=" + Signature;

    private static readonly DateTimeOffset SignedAt = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public void The_header_names_key_region_and_service()
    {
        var present = Assert.IsType<Authorization.Present>(AuthorizationReader.Read(Request(Vanilla)));

        Assert.Equal(new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "service"), present.Scope);
        Assert.Equal(["host", "x-amz-date"], present.SignedHeaders);
        Assert.Equal(Signature, present.Signature);
    }

    [Fact]
    public void Spaces_between_the_parts_of_the_header_are_optional() => Assert.IsType<Authorization.Present>(
        AuthorizationReader.Read(Request(Vanilla.Replace(", ", ",", StringComparison.Ordinal))));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer abc")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public void What_is_not_of_aws_counts_as_unsigned(string? header) =>
        Assert.IsType<Authorization.Absent>(AuthorizationReader.Read(Request(header)));

    [Theory]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 ")]
    [InlineData("AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service, SignedHeaders=host, Signature=" + Signature)]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=A/2015083/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=" + Signature)]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=A/20150830/../ec2/aws4_request/x, SignedHeaders=host, Signature=" + Signature)]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=A:B/20150830/r/ec2/aws4_request, SignedHeaders=host, Signature=" + Signature)]
    [InlineData(
        "AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=short")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=A/20150830/service/aws4_request, SignedHeaders=host, Signature=00")]
    public void A_header_that_is_not_whole_is_malformed(string header) =>
        Assert.IsType<Authorization.Malformed>(AuthorizationReader.Read(Request(header)));

    [Theory]
    [InlineData("0")]
    [InlineData("604801")]
    [InlineData("soon")]
    public void A_presigned_url_lives_from_a_second_to_a_week(string expires) => Assert.IsType<Authorization.Malformed>(
        AuthorizationReader.Read(Presigned(expires, Signature)));

    [Fact]
    public void The_right_secret_is_believed() => Assert.Null(Verify(Request(Vanilla), SignedAt, Secret));

    [Fact]
    public void Another_secret_is_not() =>
        Assert.IsType<SignatureFault.Mismatch>(Verify(Request(Vanilla), SignedAt, Secret + "x"));

    [Fact]
    public void Another_target_than_the_signed_one_is_not() => Assert.IsType<SignatureFault.Mismatch>(
        Verify(Request(Vanilla) with { RawTarget = "/other" }, SignedAt, Secret));

    [Theory]
    [InlineData(5 * 60, true)]
    [InlineData((5 * 60) + 1, false)]
    [InlineData(-5 * 60, true)]
    [InlineData((-5 * 60) - 1, false)]
    public void Clocks_may_be_five_minutes_apart(int seconds, bool believed)
    {
        var fault = Verify(Request(Vanilla), SignedAt.AddSeconds(seconds), Secret);

        Assert.Equal(believed ? null : typeof(SignatureFault.Expired), fault?.GetType());
    }

    [Fact]
    public void A_key_that_nobody_has_is_told() => Assert.IsType<SignatureFault.UnknownKey>(
        new SignatureVerifier(new NoKeys()).Verify(
            Request(Vanilla), (Authorization.Present)AuthorizationReader.Read(Request(Vanilla)), SignedAt));

    [Fact]
    public void A_body_that_is_not_what_its_hash_says_is_not_believed()
    {
        var lying = Request(Vanilla);
        lying = lying with { Headers = [.. lying.Headers, new("X-Amz-Content-Sha256", Signing.Hash("other"u8))] };

        Assert.IsType<SignatureFault.Mismatch>(Verify(lying, SignedAt, Secret));
    }

    [Fact]
    public void A_presigned_url_is_believed_until_it_expires()
    {
        var unsigned = Presigned("60", new string('0', 64));
        var scope = ((Authorization.Present)AuthorizationReader.Read(unsigned)).Scope;
        var signature = Signing.Signature(
            Signing.SigningKey(Secret, scope),
            Signing.StringToSign(
                "20150830T123600Z", scope, Signing.CanonicalRequest(unsigned, ["host"], Signing.Hash([]))));
        var signed = Presigned("60", signature);

        Assert.Null(Verify(signed, SignedAt.AddSeconds(60), Secret));
        Assert.IsType<SignatureFault.Expired>(Verify(signed, SignedAt.AddSeconds(61), Secret));
    }

    private static SignatureFault? Verify(WireRequest request, DateTimeOffset now, string secret) =>
        new SignatureVerifier(new OneSecret(secret)).Verify(
            request, (Authorization.Present)AuthorizationReader.Read(request), now);

    private static WireRequest Request(string? authorization)
    {
        List<KeyValuePair<string, string>> headers =
            [new("Host", "example.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z")];
        if (authorization is not null)
        {
            headers.Add(new("Authorization", authorization));
        }

        return new WireRequest("GET", "/", headers, default);
    }

    private static WireRequest Presigned(string expires, string signature) => new(
        "GET",
        "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20150830T123600Z"
        + $"&X-Amz-Expires={expires}&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}",
        [new("Host", "example.amazonaws.com")],
        default);

    private sealed class NoKeys : ISecretKeys
    {
        public string? Find(string accessKeyId) => null;
    }
}
