using System.Collections.Immutable;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Tests.Iam;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a*c", "ac", true)]
    [InlineData("a*b*c", "a1b2b3c", true)]
    [InlineData("a*b*c", "a1c2b", false)]
    [InlineData("*abc", "ababc", true)]
    [InlineData("s3:Get*", "s3:GetObject", true)]
    [InlineData("s3:Get*", "s3:PutObject", false)]
    [InlineData("?", "", false)]
    public void A_pattern_fits_the_whole_text_or_not_at_all(string pattern, string text, bool fits) =>
        Assert.Equal(fits, Wildcard.Matches(pattern, text, StringComparison.Ordinal));

    [Fact]
    public void A_hostile_pattern_takes_no_longer_than_its_length_times_that_of_the_text()
    {
        // A matcher that tried every star again would not come back before the test run is given up.
        var pattern = string.Concat(Enumerable.Repeat("a*", 200)) + "b";
        Assert.False(Wildcard.Matches(pattern, new string('a', 5000), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[]}""")]
    [InlineData("""{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Action":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"bucket"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Resources":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Equals":{"a":"b"}}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":"x"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":1,"Resource":"*"}]}""")]
    [InlineData(
        """{"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},"""
        + """{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]}""")]
    public void What_is_no_identity_policy_is_refused_with_a_reason(string json)
    {
        Assert.False(PolicyReader.TryRead(json, PolicyGrammar.Identity, out _, out var fault));
        Assert.NotEmpty(fault);
    }

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs"},"Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"me"},"Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Robot":"r"},"Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"ecs.amazonaws.com","Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}""")]
    public void What_is_no_trust_policy_is_refused_with_a_reason(string json)
    {
        Assert.False(PolicyReader.TryRead(json, PolicyGrammar.Trust, out _, out var fault));
        Assert.NotEmpty(fault);
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"s3:getobject","Resource":"*"}""", "Allowed")]
    [InlineData("""{"Effect":"Allow","Action":["s3:Put*","s3:Get*"],"Resource":"arn:aws:s3:::b/*"}""", "Allowed")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::B/*"}""", "Silent")]
    [InlineData("""{"Effect":"Allow","NotAction":"s3:Get*","Resource":"*"}""", "Silent")]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}""", "Allowed")]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b/*"}""", "Silent")]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::c/*"}""", "Allowed")]
    [InlineData("""{"Effect":"Deny","Action":"s3:*","Resource":"*"}""", "Denied")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*"}""",
        "Denied")]
    [InlineData("""{"Effect":"Deny","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}""",
        "Denied")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}""",
        "Allowed")]
    public void A_denial_wins_then_a_permission_counts_and_silence_is_no(string statements, string verdict) =>
        Assert.Equal(verdict, Judge(statements).ToString());

    [Theory]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":"red"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:principaltag/TEAM":["blue","red"]}}""", true)]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":"RED"}}""", false)]
    [InlineData("""{"StringEqualsIgnoreCase":{"aws:PrincipalTag/team":"RED"}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalTag/team":"blue"}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalTag/team":["blue","red"]}}""", false)]
    [InlineData("""{"StringLike":{"aws:PrincipalTag/team":"r?d"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:missing":"x"}}""", false)]
    [InlineData("""{"StringEqualsIfExists":{"aws:missing":"x"}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:missing":"x"}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:missing":"x"}}""", true)]
    [InlineData("""{"ForAnyValue:StringEquals":{"aws:missing":"x"}}""", false)]
    [InlineData("""{"Null":{"aws:missing":"true"}}""", true)]
    [InlineData("""{"Null":{"aws:PrincipalTag/team":"true"}}""", false)]
    [InlineData("""{"Bool":{"aws:SecureTransport":true}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"false"}}""", false)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:*:000000000000:cluster/*"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:*:cluster/*"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":"red"},"Bool":{"aws:SecureTransport":"false"}}""", false)]
    public void A_permission_holds_when_all_its_conditions_do(string condition, bool allowed) => Assert.Equal(
        allowed ? PolicyVerdict.Allowed : PolicyVerdict.Silent,
        Judge($$"""{"Effect":"Allow","Action":"*","Condition":{{condition}},"Resource":"*"}"""));

    [Theory]
    [InlineData("Allow", "Silent")]
    [InlineData("Deny", "Denied")]
    public void A_condition_that_cannot_be_judged_gives_nothing_and_lifts_no_denial(string effect, string verdict) =>
        Assert.Equal(verdict, Judge($$"""
            {"Effect":"{{effect}}","Action":"*","Resource":"*",
             "Condition":{"DateLessThan":{"aws:SecureTransport":"2030-01-01"} } }
            """).ToString());

    private static PolicyVerdict Judge(string statements)
    {
        Assert.True(PolicyReader.TryRead(
            $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""",
            PolicyGrammar.Identity, out var document, out var fault), fault);
        return document.Judge(new PolicyRequest(
            null,
            "s3:GetObject",
            "arn:aws:s3:::b/key",
            new KnownContext(ImmutableDictionary<string, string>.Empty
                .Add("aws:principaltag/team", "red")
                .Add("aws:securetransport", "true")
                .Add("aws:sourcearn", "arn:aws:ecs:eu-west-1:000000000000:cluster/main"))));
    }
}
