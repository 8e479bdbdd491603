using System.Collections.Immutable;
using System.Net;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Wire.Messages;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Tests.Http;

/// <summary>A door that checks signatures.</summary>
public sealed class StrictSignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string SessionKeyId = "ASIA0123456789ABCDEF";
    private const string Timestamp = "20150830T123600Z";
    private const string Body = "Action=GetCallerIdentity&Version=2011-06-15";

    [Fact]
    public async Task The_right_signature_opens()
    {
        await using var door = await OpenAsync();

        Assert.Equal(HttpStatusCode.OK, (await ApiEndpointTests.SendAsync(door, Signed(door, Secret))).Status);
    }

    [Fact]
    public async Task A_wrong_secret_does_not()
    {
        await using var door = await OpenAsync();

        var answer = await ApiEndpointTests.SendAsync(door, Signed(door, "guessed"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_the_right_signature_of_yesterday()
    {
        await using var door = await OpenAsync();
        door.Time.Advance(TimeSpan.FromDays(1));

        var answer = await ApiEndpointTests.SendAsync(door, Signed(door, Secret));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Signature expired", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_none_and_each_protocol_says_so_in_its_words()
    {
        await using var door = await OpenAsync();

        var query = await ApiEndpointTests.SendAsync(door, ApiEndpointTests.Form(Body));
        var json = await ApiEndpointTests.SendAsync(
            door, ApiEndpointTests.Target("AmazonEC2ContainerServiceV20141113.CreateCluster", "{}"));
        var rest = await ApiEndpointTests.SendAsync(door, new HttpRequestMessage(HttpMethod.Get, "/services"));

        Assert.All([query, json, rest], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.Contains("<Code>MissingAuthenticationToken</Code>", query.Text, StringComparison.Ordinal);
        Assert.Contains("\"__type\":\"MissingAuthenticationTokenException\"", json.Text, StringComparison.Ordinal);
        Assert.Equal("""{"message":"Missing Authentication Token"}""", rest.Text);
    }

    [Theory]
    [InlineData("its own", "its own", 0, HttpStatusCode.OK, "assumed-role/web/me")]
    [InlineData("its own", "another", 0, HttpStatusCode.Forbidden, "InvalidClientTokenId")]
    [InlineData(Secret, "its own", 0, HttpStatusCode.Forbidden, "SignatureDoesNotMatch")]
    [InlineData("its own", "its own", 60, HttpStatusCode.Forbidden, "ExpiredToken")]
    public async Task A_session_signs_with_its_secret_and_token_until_it_ends(
        string secret, string token, int ageSeconds, HttpStatusCode status, string says)
    {
        await using var door = await OpenAsync();
        await KeepSessionAsync(door);
        door.Time.Advance(TimeSpan.FromSeconds(ageSeconds));
        var request = Signed(door, secret, SessionKeyId);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);

        var answer = await ApiEndpointTests.SendAsync(door, request);

        Assert.Equal(status, answer.Status);
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
    }

    private static Task KeepSessionAsync(RunningDoor door)
    {
        var session = new SessionKey
        {
            AccessKeyId = SessionKeyId,
            SecretAccessKey = "its own",
            SessionToken = "its own",
            PrincipalArn = "arn:aws:sts::123456789012:assumed-role/web/me",
            UserId = "AROA:me",
            Expiration = door.Time.GetUtcNow().AddSeconds(60),
        };
        ImmutableArray<Change> changes = [new Change.Put(new Scope("123456789012", "us-east-1").Global, session)];
        return door.Ledger.CommitAsync(_ => (true, changes), CancellationToken.None);
    }

    private static Task<RunningDoor> OpenAsync() =>
        RunningDoor.OpenAsync(options => options with { StrictKeys = new OneSecret(Secret) });

    private static HttpRequestMessage Signed(RunningDoor door, string secret, string key = "123456789012")
    {
        var request = ApiEndpointTests.Form(Body);
        var scope = new CredentialScope(key, "20150830", "us-east-1", "sts");
        List<KeyValuePair<string, string>> headers =
            [new("host", door.Client.BaseAddress!.Authority), new("x-amz-date", Timestamp)];
        var message = new WireRequest("POST", "/", headers, System.Text.Encoding.UTF8.GetBytes(Body));
        var canonical = Signing.CanonicalRequest(message, ["host", "x-amz-date"], Signing.Hash(message.Body.Span));
        var signature = Signing.Signature(
            Signing.SigningKey(secret, scope), Signing.StringToSign(Timestamp, scope, canonical));
        request.Headers.TryAddWithoutValidation("x-amz-date", Timestamp);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={key}/{scope.Text}, SignedHeaders=host;x-amz-date, Signature={signature}");
        return request;
    }
}
