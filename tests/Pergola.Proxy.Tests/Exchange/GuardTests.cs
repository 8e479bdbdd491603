using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pergola.Machine.Tasks;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using Pergola.Wire.Messages;
using Pergola.Wire.SigV4;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>Who is let in, by either engine, and what targets learn of the caller.</summary>
public abstract class GuardTests(HttpEngine engine) : EngineTests(engine)
{
    private const string Anybody =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    private const string SignedOnly = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",
        "Condition":{"StringNotEquals":{"aws:PrincipalType":"Anonymous"}}}]}
        """;

    private const string Region = "us-east-1";
    private const string ServiceArn = $"arn:aws:vpc-lattice:{Region}:000000000000:service/svc-web";

    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private static readonly SessionEntry s_session = new(
        "ASIAEXAMPLE", "secret", "token", "arn:aws:sts::000000000000:assumed-role/caller/me", s_now.AddHours(1),
        new RoleEntry(
            "arn:aws:iam::000000000000:role/caller", [new Label("team", "red;blue")],
            ["""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"""], null));

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData(null, Anybody, 200)]
    [InlineData(Anybody, Anybody, 200)]
    [InlineData(null, "", 403)]
    [InlineData("", null, 403)]
    [InlineData(null, SignedOnly, 403)]
    public async Task Requests_without_a_signature_are_let_in_where_policies_say_so(
        string? network, string? service, int status)
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Guarded(target, network, service), Clock());

        var (head, body) = await plane.GetAsync("/x?y");

        Assert.Equal(status, head.Status);
        Assert.Equal(status == 200 ? 1 : 0, target.Requests.Count);
        if (status == 403)
        {
            Assert.StartsWith("AccessDeniedException: User: anonymous is not authorized to perform: "
                + $"vpc-lattice-svcs:Invoke on resource: {ServiceArn}/x because no ", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_target_learns_who_signed_and_nobody_can_pretend_to_be_somebody()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Guarded(target, null, SignedOnly), Clock());

        var (head, _) = await plane.GetAsync(
            "/a%20b/../c?z=1&a=%2F", "x-amzn-lattice-identity: Principal=root\r\n" + Signed("/a%20b/../c?z=1&a=%2F"));

        Assert.Equal(200, head.Status);
        var seen = Assert.Single(target.Requests);
        Assert.Equal(
            "Principal=arn:aws:sts::000000000000:assumed-role/caller/me; PrincipalOrgID=; PrincipalOrgPaths=; "
            + "SessionName=me; Type=AWS_IAM",
            seen["x-amzn-lattice-identity"]);
        Assert.Equal(
            "principal=arn:aws:sts::000000000000:assumed-role/caller/me;principalorgid=;principalorgpath=;"
            + "team=red\\;blue",
            seen["x-amzn-lattice-identity-tags"]);
        Assert.NotNull(seen["authorization"]);
    }

    [Theory]
    [InlineData("other", "token", "UNSIGNED-PAYLOAD", 0, "InvalidSignatureException: The request signature we")]
    [InlineData("secret", "other", "UNSIGNED-PAYLOAD", 0, "UnrecognizedClientException: The security token")]
    [InlineData("secret", "token", "e3b0c44298fc1c14", 0, "InvalidSignatureException: Signed payloads are not supp")]
    [InlineData("secret", "token", "UNSIGNED-PAYLOAD", -301, "InvalidSignatureException: Signature expired")]
    [InlineData("secret", "token", "UNSIGNED-PAYLOAD", 301, "InvalidSignatureException: Signature not yet current")]
    public async Task A_signature_that_does_not_convince_is_refused_also_where_anybody_may_call(
        string secret, string token, string payload, int seconds, string expected)
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Guarded(target, null, null), Clock());

        var (head, body) = await plane.GetAsync("/", Signed("/", secret, token, payload, seconds));

        Assert.Equal(403, head.Status);
        Assert.StartsWith(expected, body, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Another_kind_of_authorization_is_the_targets_business()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Guarded(target, null, Anybody), Clock());

        var (head, _) = await plane.GetAsync("/", "Authorization: Bearer x\r\n");

        Assert.Equal(200, head.Status);
        Assert.Null(Assert.Single(target.Requests)["x-amzn-lattice-identity"]);
    }

    [Fact]
    public async Task A_new_policy_counts_for_the_next_request_of_an_open_connection()
    {
        await using var target = RawTarget.Named("a");
        await using var plane = await StartAsync(Guarded(target, null, Anybody), Clock());
        using var client = await plane.ConnectAsync();
        var request = $"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n";
        Assert.Equal(200, (await client.AskAsync(request)).Head.Status);

        await plane.ApplyAsync(Guarded(target, null, SignedOnly));
        Assert.Equal(403, (await client.AskAsync(request)).Head.Status);

        await plane.ApplyAsync(Guarded(target, Anybody, Anybody));
        Assert.Equal(200, (await client.AskAsync(request)).Head.Status);
    }

    private static FakeTimeProvider Clock() => new(s_now);

    private static DataplaneTable Guarded(RawTarget target, string? network, string? service) => Table(
        Service(Forward("tg-a")) with
        {
            ServiceArn = ServiceArn,
            Access = new AccessEntry(network, service, []),
        },
        Group("tg-a", At(target))) with
    {
        Sessions = [s_session],
    };

    private static string Signed(
        string target, string secret = "secret", string token = "token", string payload = "UNSIGNED-PAYLOAD",
        int seconds = 0)
    {
        var moment = s_now.AddSeconds(seconds).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = new CredentialScope(s_session.AccessKeyId, moment[..8], Region, "vpc-lattice-svcs");
        KeyValuePair<string, string>[] headers =
        [
            new("host", Host), new("x-amz-content-sha256", payload), new("x-amz-date", moment),
            new("x-amz-security-token", token),
        ];
        string[] names = [.. headers.Select(header => header.Key)];
        var canonical = Signing.CanonicalRequest(
            new WireRequest("GET", target, headers, ReadOnlyMemory<byte>.Empty), names, payload);
        var signature = Signing.Signature(
            Signing.SigningKey(secret, scope), Signing.StringToSign(moment, scope, canonical));
        return string.Concat(headers.Skip(1).Select(header => $"{header.Key}: {header.Value}\r\n"))
            + $"authorization: {Signing.Algorithm} Credential={scope.AccessKeyId}/{scope.Text}, "
            + $"SignedHeaders={string.Join(';', names)}, Signature={signature}\r\n";
    }
}

/// <summary>The promises of <see cref="GuardTests"/>, kept by the event loops.</summary>
public sealed class GuardByLoopsTests() : GuardTests(HttpEngine.Loops);

/// <summary>The same, kept by Kestrel.</summary>
public sealed class GuardByKestrelTests() : GuardTests(HttpEngine.Kestrel);
