using System.Net;
using CsCheck;
using Pergola.Planning.Access;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.Tests.Access;

/// <summary>What holds of every verdict, and the sentences that clients read.</summary>
public sealed class AccessGuardTests
{
    private const string Service = "arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-1";
    private const string Everybody = """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""";

    private static readonly string[] s_statements =
    [
        Everybody,
        """{"Effect":"Allow","Principal":"*","Action":"vpc-lattice-svcs:Invoke","Resource":"*/a"}""",
        """{"Effect":"Deny","Principal":"*","Action":"vpc-lattice-svcs:Invoke","Resource":"*/b"}""",
        """
        {"Effect":"Deny","Principal":"*","Action":"*","Resource":"*",
         "Condition":{"StringEquals":{"vpc-lattice-svcs:RequestMethod":"PUT"}}}
        """,
        """{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}""",
    ];

    private static readonly Gen<string[]> s_some = OneOf(s_statements).Array[1, 4];

    private static readonly Gen<string?> s_policy = Gen.OneOf(
        Gen.Const((string?)null), Gen.Const((string?)""), s_some.Select(Policy));

    private static readonly Gen<AccessRequest> s_request = Gen.Select(
        OneOf("GET", "PUT"), OneOf("/a", "/b", "/c"), Request);

    [Fact]
    public void Adding_a_denial_never_opens_and_adding_a_permission_never_closes_without_one()
    {
        Gen.Select(s_policy, s_policy, s_request).Sample((network, service, request) =>
        {
            var open = IsAllowed(network, service, request);
            Assert.False(IsAllowed(network, With(service, Denial), request));
            Assert.True(!open || IsAllowed(network, With(service, Everybody), request) || service is null);
        });
    }

    [Fact]
    public void The_verdict_does_not_depend_on_the_order_of_statements()
    {
        Gen.Select(s_some, s_request).Sample((statements, request) => Assert.Equal(
            IsAllowed(null, Policy(statements), request),
            IsAllowed(null, Policy([.. statements.Reverse()]), request)));
    }

    [Fact]
    public void Two_levels_allow_exactly_when_each_of_them_would()
    {
        Gen.Select(s_policy, s_policy, s_request).Sample((network, service, request) => Assert.Equal(
            IsAllowed(network, null, request) && IsAllowed(null, service, request),
            IsAllowed(network, service, request)));
    }

    [Theory]
    [InlineData("", null, "because no network-based policy allows the vpc-lattice-svcs:Invoke action")]
    [InlineData("", "", "because no network-based policy allows the vpc-lattice-svcs:Invoke action")]
    [InlineData(null, "", "because no service-based policy allows the vpc-lattice-svcs:Invoke action")]
    [InlineData(null, Denial, "with an explicit deny in a service-based policy")]
    [InlineData(Denial, "", "with an explicit deny in a network-based policy")]
    public void A_refusal_says_who_may_not_do_what_and_why(string? network, string? service, string why)
    {
        var verdict = Judge(Whole(network), Whole(service), Request("GET", "/goodbye?x=1"));

        Assert.Equal(
            "AccessDeniedException: User: anonymous is not authorized to perform: vpc-lattice-svcs:Invoke on "
            + $"resource: {Service}/goodbye {why}",
            verdict.Refusal);
    }

    [Fact]
    public void A_connection_that_is_passed_through_needs_the_action_Connect_on_the_service_itself()
    {
        var policy = Policy(
            $$"""
            {"Effect":"Allow","Principal":"*","Action":"vpc-lattice-svcs:Connect","Resource":"{{Service}}"}
            """);
        var guard = new AccessGuard(new AccessEntry(null, policy, []), Service);

        Assert.Null(guard.JudgeConnection(Request("", "/"), new AccessKeys([], null)).Refusal);
        Assert.NotNull(guard.Judge(Request("GET", "/"), new AccessKeys([], null)).Refusal);
    }

    private const string Denial = """{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""";

    private static Gen<string> OneOf(params string[] choices) => Gen.OneOf([.. choices.Select(Gen.Const)]);

    private static string? Whole(string? statements) => statements is null or "" ? statements : Policy(statements);

    private static string Policy(params string[] statements) =>
        $$"""{"Version":"2012-10-17","Statement":[{{string.Join(",", statements)}}]}""";

    private static string With(string? policy, string statement) =>
        policy is null or "" ? Policy(statement) : policy.Replace("]}", $",{statement}]}}", StringComparison.Ordinal);

    private static bool IsAllowed(string? network, string? service, AccessRequest request) =>
        Judge(network, service, request) is AccessVerdict.Allowed;

    private static AccessVerdict Judge(string? network, string? service, AccessRequest request) =>
        new AccessGuard(new AccessEntry(network, service, []), Service).Judge(request, new AccessKeys([], null));

    private static AccessRequest Request(string method, string target) => new(
        method,
        target,
        [],
        new AccessDoor("arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1", "arn:sn", 80, IsSecure: false),
        IPAddress.Loopback,
        DateTimeOffset.UnixEpoch);
}
