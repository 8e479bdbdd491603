using System.Text;
using Pergola.Wire.Messages;

namespace Pergola.Wire.Tests.Protocols;

/// <summary>What hostile or broken clients send is refused in the protocol's own words, never with a 5xx.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"clusterName\":")]
    [InlineData("{\"clusterName\":\"a\"} trailing")]
    [InlineData("{'clusterName':'a'}")]
    [InlineData("{\"clusterName\":\"\\ud800\"}")]
    [InlineData("{\"clusterName\":1}")]
    [InlineData("{\"clusterName\":[\"a\"]}")]
    [InlineData("{\"clusterName\":{}}")]
    [InlineData("{\"tags\":{}}")]
    [InlineData("{\"tags\":[\"a\"]}")]
    [InlineData("{\"defaultCapacityProviderStrategy\":[{\"capacityProvider\":\"FARGATE\",\"weight\":1.5}]}")]
    [InlineData("{\"defaultCapacityProviderStrategy\":[{\"capacityProvider\":\"FARGATE\",\"weight\":99999999999}]}")]
    [InlineData("{\"defaultCapacityProviderStrategy\":[{\"capacityProvider\":\"FARGATE\",\"weight\":\"1\"}]}")]
    [InlineData("Action=CreateCluster")]
    [InlineData("<xml/>")]
    public void Ecs_cannot_read_it(string body) =>
        AssertRefused(400, "SerializationException", Door.Refuse(Requests.Ecs("CreateCluster", body)));

    [Theory]
    [InlineData("{", "cannotParse")]
    [InlineData("[]", "cannotParse")]
    [InlineData("{\"name\":5}", "cannotParse")]
    [InlineData("{\"name\":\"abc\",\"tags\":{\"\\udc00\":\"x\"}}", "cannotParse")]
    [InlineData("{}", "fieldValidationFailed")]
    [InlineData("{\"name\":\"ab\"}", "fieldValidationFailed")]
    [InlineData("{\"name\":\"-abc\"}", "fieldValidationFailed")]
    [InlineData("{\"name\":\"abc\",\"authType\":\"MAYBE\"}", "fieldValidationFailed")]
    [InlineData("{\"name\":\"abc\",\"tags\":{\"\":\"x\"}}", "fieldValidationFailed")]
    [InlineData("{\"name\":\"abc\",\"idleTimeoutSeconds\":59}", "fieldValidationFailed")]
    public void Lattice_says_what_kind_of_wrong_it_is(string body, string reason)
    {
        var refusal = Door.Refuse(Requests.Rest("POST", "/services", body), "vpc-lattice");

        AssertRefused(400, "ValidationException", refusal);
        Assert.Contains($"\"reason\":\"{reason}\"", Requests.Text(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxResults=many", "InvalidParameterValue")]
    [InlineData("MaxResults=4", "InvalidParameterValue")]
    [InlineData("DryRun=perhaps", "InvalidParameterValue")]
    [InlineData("A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.Q.R.S.T.U.V.W.X.Y.Z=1", "MalformedQueryString")]
    public void Ec2_names_the_parameter(string parameters, string code) => AssertRefused(
        400, code, Door.Refuse(Requests.Form("Action=DescribeVpcs&Version=2016-11-15&" + parameters)));

    [Fact]
    public void Ec2_names_the_parameter_that_is_missing()
    {
        var refusal = Door.Refuse(Requests.Form("Action=DeleteVpc&Version=2016-11-15"));

        AssertRefused(400, "MissingParameter", refusal);
        Assert.Contains(
            "<Message>The request must contain the parameter VpcId</Message>",
            Requests.Text(refusal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2")]
    [InlineData("iam")]
    public void More_parameters_than_any_call_needs_are_refused(string signedFor)
    {
        var form = string.Join('&', Enumerable.Range(0, WireLimits.Default.ParametersMax + 1).Select(i => $"A.{i}=x"));

        AssertRefused(400, "MalformedHttpRequest", Door.Refuse(Requests.Form(form), signedFor));
    }

    [Fact]
    public void Json_is_read_to_the_depth_limit_and_not_beyond()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 1_000_000));

        AssertRefused(400, "SerializationException", Door.Refuse(Requests.Ecs("CreateCluster", $"{{\"x\":{deep}")));
        AssertRefused(
            400,
            "ValidationException",
            Door.Refuse(Requests.Rest("POST", "/services", $"{{\"x\":{deep}"), "vpc-lattice"));
    }

    [Fact]
    public void A_body_that_is_not_utf8_is_refused()
    {
        var broken = Requests.Ecs("CreateCluster", "");

        AssertRefused(
            400,
            "SerializationException",
            Door.Refuse(broken with { Body = (byte[])[.. "{\"clusterName\":\""u8, 0xC3, 0x28, .. "\"}"u8] }));
    }

    [Fact]
    public void Every_cut_of_a_right_body_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("""{"name":"web","tags":{"a":"1"},"idleTimeoutSeconds":60}""");
        var whole = Requests.Rest("POST", "/services", "");

        for (var length = 1; length < body.Length; length++)
        {
            AssertRefused(
                400, "ValidationException", Door.Refuse(whole with { Body = body.AsMemory(0, length) }, "vpc-lattice"));
        }
    }

    [Fact]
    public void A_long_value_is_quoted_in_part_only()
    {
        var refusal = Door.Refuse(Requests.Form(
            $"Action=GetRole&Version=2010-05-08&RoleName={new string('x', 1_000_000)}"));

        AssertRefused(400, "ValidationError", refusal);
        Assert.InRange(refusal.Body.Length, 1, 2048);
    }

    [Fact]
    public void A_thousand_faults_are_told_in_part_only()
    {
        var tags = string.Join(',', Enumerable.Repeat("1", 1000));

        var refusal = Door.Refuse(Requests.Ecs("CreateCluster", $"{{\"tags\":[{tags}]}}"));

        AssertRefused(400, "SerializationException", refusal);
        Assert.InRange(refusal.Body.Length, 1, 2048);
    }

    private static void AssertRefused(int status, string code, WireResponse refusal)
    {
        Assert.Equal(status, refusal.Status);
        var text = Requests.Text(refusal);
        Assert.True(
            text.Contains($"<Code>{code}</Code>", StringComparison.Ordinal)
            || refusal.Headers.Contains(new("x-amzn-ErrorType", code)),
            $"Expected {code} in {text}");
    }
}
