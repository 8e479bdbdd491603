using Pergola.Api.Iam;
using Pergola.Api.Sts;
using Pergola.Core;
using Pergola.Planning.Iam;
using Pergola.Planning.Sts;
using Pergola.Planning.Tests.Iam;

namespace Pergola.Planning.Tests.Sts;

public sealed class StsTests
{
    private const string RoleArn = "arn:aws:iam::000000000000:role/app";

    private readonly Account _account = new();

    [Fact]
    public void The_caller_is_told_who_it_is()
    {
        var identity = _account.Do(GetCallerIdentity.Decide, new GetCallerIdentityRequest());

        Assert.Equal("000000000000", identity.Account);
        Assert.Equal("arn:aws:iam::000000000000:root", identity.Arn);
        Assert.Equal("000000000000", identity.UserId);
    }

    [Theory]
    [InlineData("""{"AWS":"000000000000"}""", true)]
    [InlineData("""{"AWS":"arn:aws:iam::000000000000:root"}""", true)]
    [InlineData("""{"AWS":"*"}""", true)]
    [InlineData("\"*\"", true)]
    [InlineData("""{"AWS":"111111111111"}""", false)]
    [InlineData("""{"Service":"ecs.amazonaws.com"}""", false)]
    public void A_role_is_assumed_by_whom_it_trusts(string principal, bool trusted)
    {
        CreateTrusting(principal);

        if (trusted)
        {
            Assert.Equal("arn:aws:sts::000000000000:assumed-role/app/me", Assume().AssumedRoleUser!.Arn);
        }
        else
        {
            Assert.Equal("AccessDenied", _account.Refused(AssumeRole.Decide, Request()).Code);
        }
    }

    [Fact]
    public void A_role_that_does_not_exist_is_refused_as_one_that_does_not_trust()
    {
        var error = _account.Refused(AssumeRole.Decide, Request());

        Assert.Equal(("AccessDenied", 403), (error.Code, error.HttpStatus));
    }

    [Fact]
    public void A_session_longer_than_the_role_allows_is_refused()
    {
        CreateTrusting("\"*\"");

        Assert.Equal(
            "ValidationError", _account.Refused(AssumeRole.Decide, Request() with { DurationSeconds = 3601 }).Code);
    }

    [Fact]
    public void A_request_signed_with_a_session_key_comes_from_the_role_until_the_session_ends()
    {
        CreateTrusting("\"*\"");
        var credentials = Assume().Credentials!;
        Assert.Matches("^ASIA[A-Z2-7]{16}$", credentials.AccessKeyId);
        Assert.Equal(Account.Noon.AddHours(1), credentials.Expiration);

        var caller = SessionKeys.CallerOf(
            _account.Snapshot, credentials.AccessKeyId, "eu-west-1", credentials.Expiration.AddSeconds(-1));
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/app/me", caller!.Arn);
        Assert.Equal("eu-west-1", caller.Region);
        Assert.Matches("^AROA[A-Z2-7]{17}:me$", caller.UserId);
        Assert.Null(SessionKeys.CallerOf(
            _account.Snapshot, credentials.AccessKeyId, "eu-west-1", credentials.Expiration));
    }

    [Fact]
    public void Sessions_that_have_ended_are_forgotten_with_the_next_one()
    {
        CreateTrusting("\"*\"");
        var old = Assume().Credentials!.AccessKeyId;
        _account.Now = Account.Noon.AddHours(2);
        var young = Assume().Credentials!.AccessKeyId;

        Assert.Null(SessionKeys.Find(_account.Snapshot, old));
        Assert.NotNull(SessionKeys.Find(_account.Snapshot, young));
    }

    [Fact]
    public void A_session_token_stands_for_the_caller_itself()
    {
        var credentials = _account.Do(GetSessionToken.Decide, new GetSessionTokenRequest()).Credentials!;

        Assert.Equal(
            Account.Root.Arn, SessionKeys.Find(_account.Snapshot, credentials.AccessKeyId)!.Value.Key.PrincipalArn);
        Assert.Equal(Account.Noon.AddHours(12), credentials.Expiration);
    }

    [Fact]
    public void The_account_of_a_key_is_the_key_itself_the_sessions_or_the_default()
    {
        var caller = new Caller("222222222222", "eu-west-1", "arn:aws:iam::222222222222:root", "2", "2");
        var session = new Account { Caller = caller };
        var key = session.Do(GetSessionToken.Decide, new GetSessionTokenRequest()).Credentials!.AccessKeyId;

        Assert.Equal("222222222222", AccountOf(session, key));
        Assert.Equal("333333333333", AccountOf(session, "333333333333"));
        Assert.Equal("000000000000", AccountOf(session, "AKIAIOSFODNN7EXAMPLE"));
    }

    private static string? AccountOf(Account account, string key) =>
        account.Do(GetAccessKeyInfo.Decide, new GetAccessKeyInfoRequest { AccessKeyId = key }).Account;

    private static AssumeRoleRequest Request() => new() { RoleArn = RoleArn, RoleSessionName = "me" };

    private AssumeRoleResponse Assume() => _account.Do(AssumeRole.Decide, Request());

    private void CreateTrusting(string principal) => _account.Do(CreateRole.Decide, new CreateRoleRequest
    {
        RoleName = "app",
        AssumeRolePolicyDocument =
            $$"""{"Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"}]}""",
    });
}
