using Pergola.Wire.Messages;

namespace Pergola.Wire.Tests.Validation;

/// <summary>The sentences that AWS's validator says.</summary>
public sealed class ValidatorTests
{
    [Theory]
    [InlineData(
        "RoleName=a%20b",
        "1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData(
        "",
        "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null")]
    [InlineData(
        "RoleName=",
        "2 validation errors detected: Value '' at 'roleName' failed to satisfy constraint: "
        + "Member must have length greater than or equal to 1; Value '' at 'roleName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    public void Iam_says_each_constraint_that_is_broken(string parameters, string message)
    {
        var refusal = Door.Refuse(Requests.Form("Action=GetRole&Version=2010-05-08&" + parameters));

        Assert.Equal(400, refusal.Status);
        Assert.Contains(
            $"<Code>ValidationError</Code><Message>{message}</Message>", Requests.Text(refusal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_at_the_limit_is_allowed_and_one_more_is_not()
    {
        Door.Read<Api.Iam.GetRoleRequest>(Requests.Form(Role(64)));

        Assert.Contains(
            "Member must have length less than or equal to 64",
            Requests.Text(Door.Refuse(Requests.Form(Role(65)))),
            StringComparison.Ordinal);

        static string Role(int length) => "Action=GetRole&Version=2010-05-08&RoleName=" + new string('r', length);
    }

    [Fact]
    public void Lattice_lists_every_field() => Assert.Equal(
        """{"message":"2 validation errors detected: Value 'ab' at 'name' failed to satisfy constraint: """
        + "Member must have length greater than or equal to 3; "
        + "Value '601' at 'idleTimeoutSeconds' failed to satisfy constraint: "
        + "Member must have value less than or equal to 600\","
        + """
            "reason":"fieldValidationFailed","fieldList":[
            {"message":"Member must have length greater than or equal to 3","name":"name"},
            {"message":"Member must have value less than or equal to 600","name":"idleTimeoutSeconds"}]}
            """.ReplaceLineEndings(""),
        Requests.Text(Door.Refuse(Lattice("/services", """{"name":"ab","idleTimeoutSeconds":601}"""), "vpc-lattice")));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"forward":{"targetGroups":[]},"fixedResponse":{"statusCode":404}}""")]
    [InlineData("""{"unheardOf":{}}""")]
    public void A_union_has_exactly_one_member(string action) => Assert.Contains(
        "Exactly one member must be set of: [forward, fixedResponse]",
        Requests.Text(Door.Refuse(
            Lattice(
                "/services/svc-0123456789abcdef0/listeners",
                $$"""{"name":"web","protocol":"HTTP","defaultAction":{{action}}}"""),
            "vpc-lattice")),
        StringComparison.Ordinal);

    [Fact]
    public void A_value_outside_of_an_enumeration_is_told_with_what_is_allowed() => Assert.Contains(
        "Value 'FTP' at 'protocol' failed to satisfy constraint: "
        + "Member must satisfy enum value set: [HTTP, HTTPS, TLS_PASSTHROUGH]",
        Requests.Text(Door.Refuse(
            Lattice(
                "/services/svc-0123456789abcdef0/listeners",
                """{"name":"web","protocol":"FTP","defaultAction":{"fixedResponse":{"statusCode":404}}}"""),
            "vpc-lattice")),
        StringComparison.Ordinal);

    [Fact]
    public void Elements_of_lists_are_counted_from_one() => Assert.Contains(
        "\"name\":\"targets.2.member.port\"",
        Requests.Text(Door.Refuse(
            Lattice(
                "/targetgroups/tg-0123456789abcdef0/registertargets",
                """{"targets":[{"id":"i-1"},{"id":"i-2","port":70000}]}"""),
            "vpc-lattice")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("svc-0123456789abcdef", false)]
    [InlineData("svc-0123456789abcdef0", true)]
    [InlineData("svc-0123456789abcdef0\n", false)]
    [InlineData("arn:aws:vpc-lattice:us-east-1:123456789012:service/svc-0123456789abcdef0", true)]
    [InlineData("arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0", false)]
    [InlineData("../../etc/passwd", false)]
    public void Identifiers_have_to_match_as_a_whole(string identifier, bool allowed)
    {
        var request = new WireRequest("GET", "/services/" + Uri.EscapeDataString(identifier), [], default);
        if (allowed)
        {
            Assert.Equal(
                identifier, Door.Read<Api.VpcLattice.GetServiceRequest>(request, "vpc-lattice").ServiceIdentifier);
        }
        else
        {
            Assert.Equal(400, Door.Refuse(request, "vpc-lattice").Status);
        }
    }

    private static WireRequest Lattice(string path, string body) => Requests.Rest("POST", path, body);
}
