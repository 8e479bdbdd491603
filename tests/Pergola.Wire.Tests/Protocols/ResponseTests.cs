using Pergola.Api.Ec2;
using Pergola.Api.Ecs;
using Pergola.Api.Iam;
using Pergola.Api.Sts;
using Pergola.Api.VpcLattice;
using Pergola.Wire.Errors;

namespace Pergola.Wire.Tests.Protocols;

/// <summary>Answers byte for byte.</summary>
public sealed class ResponseTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Ec2_writes_sets_of_items_and_milliseconds()
    {
        var response = Door.Write(
            Ec2Api.Model,
            Ec2Api.DescribeNatGateways,
            new DescribeNatGatewaysResult
            {
                NatGateways =
                [
                    new()
                    {
                        CreateTime = Moment,
                        NatGatewayAddresses = [],
                        NatGatewayId = "nat-1",
                        Tags = [new() { Key = "Name", Value = "a <b> & \"c\"" }],
                    },
                ],
            });

        Assert.Equal("text/xml;charset=UTF-8", response.ContentType);
        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + """<DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">"""
            + "<requestId>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</requestId><natGatewaySet><item>"
            + "<createTime>2026-01-02T03:04:05.678Z</createTime><natGatewayAddressSet></natGatewayAddressSet>"
            + "<natGatewayId>nat-1</natGatewayId><tagSet><item><key>Name</key>"
            + "<value>a &lt;b&gt; &amp; &quot;c&quot;</value></item></tagSet></item></natGatewaySet>"
            + "</DescribeNatGatewaysResponse>",
            Requests.Text(response));
    }

    [Fact]
    public void Ec2_answers_return_true_where_the_model_has_no_output() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + """<DeleteVpcResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">"""
        + "<requestId>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</requestId><return>true</return></DeleteVpcResponse>",
        Requests.Text(Door.Write(Ec2Api.Model, Ec2Api.DeleteVpc, Schemas.Nothing.Value)));

    [Fact]
    public void Query_wraps_the_result() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>"""
        + "<UserId>000000000000</UserId><Account>000000000000</Account>"
        + "<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult><ResponseMetadata>"
        + "<RequestId>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
        Requests.Text(Door.Write(
            StsApi.Model,
            StsApi.GetCallerIdentity,
            new GetCallerIdentityResponse
            {
                UserId = "000000000000", Account = "000000000000", Arn = "arn:aws:iam::000000000000:root",
            })));

    [Fact]
    public void Query_writes_whole_seconds_and_member_lists()
    {
        var text = Requests.Text(Door.Write(
            IamApi.Model,
            IamApi.ListRoles,
            new ListRolesResponse
            {
                Roles = [new() { Path = "/", RoleName = "web", RoleId = "AROA1", Arn = "arn:x", CreateDate = Moment }],
                IsTruncated = false,
            }));

        Assert.Contains(
            "<Roles><member><Path>/</Path><RoleName>web</RoleName><RoleId>AROA1</RoleId><Arn>arn:x</Arn>"
            + "<CreateDate>2026-01-02T03:04:05Z</CreateDate></member></Roles><IsTruncated>false</IsTruncated>",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Query_without_output_has_only_its_metadata() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + """<DeleteRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>"""
        + "<RequestId>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</RequestId></ResponseMetadata></DeleteRoleResponse>",
        Requests.Text(Door.Write(IamApi.Model, IamApi.DeleteRole, Schemas.Nothing.Value)));

    [Fact]
    public void Ecs_writes_seconds_with_a_fraction_and_omits_what_is_absent()
    {
        var response = Door.Write(
            EcsApi.Model,
            EcsApi.DescribeTasks,
            new DescribeTasksResponse
            {
                Tasks = [new() { CreatedAt = Moment, Group = "service:wäb+1", Attachments = [] }],
                Failures = [new() { Arn = "arn:x", Reason = "MISSING" }],
            });

        Assert.Equal("application/x-amz-json-1.1", response.ContentType);
        Assert.Equal(
            """{"tasks":[{"attachments":[],"createdAt":1767323045.678,"group":"service:wäb+1"}],"""
            + "\"failures\":[{\"arn\":\"arn:x\",\"reason\":\"MISSING\"}]}",
            Requests.Text(response));
    }

    [Fact]
    public void Lattice_writes_iso_moments_and_unions_with_one_member()
    {
        var response = Door.Write(
            VpcLatticeApi.Model,
            VpcLatticeApi.GetRule,
            new GetRuleResponse
            {
                Action = new Api.VpcLattice.RuleAction.FixedResponse(new FixedResponseAction { StatusCode = 404 }),
                CreatedAt = Moment,
                IsDefault = false,
            });

        Assert.Equal(200, response.Status);
        Assert.Equal(
            """{"isDefault":false,"action":{"fixedResponse":{"statusCode":404}},"""
            + "\"createdAt\":\"2026-01-02T03:04:05.678Z\"}",
            Requests.Text(response));
        Assert.Contains(new("x-amzn-RequestId", Requests.RequestId), response.Headers);
    }

    [Fact]
    public void Lattice_answers_a_deletion_without_a_body()
    {
        var response = Door.Write(VpcLatticeApi.Model, VpcLatticeApi.DeleteRule, new DeleteRuleResponse());

        Assert.Equal((204, null, 0), (response.Status, response.ContentType, response.Body.Length));
    }

    [Fact]
    public void Lattice_errors_carry_their_members_and_their_type()
    {
        var response = Door.Write(
            VpcLatticeApi.Model,
            new WireError("ConflictException", 409, "In use.")
            {
                Details = [new("resourceId", "tg-1"), new("resourceType", "TARGET_GROUP")],
            });

        Assert.Equal(409, response.Status);
        Assert.Contains(new("x-amzn-ErrorType", "ConflictException"), response.Headers);
        Assert.Equal(
            """{"message":"In use.","resourceId":"tg-1","resourceType":"TARGET_GROUP"}""", Requests.Text(response));
    }

    [Fact]
    public void Lattice_says_in_a_header_when_to_come_again() => Assert.Contains(
        new("Retry-After", "3"),
        Door.Write(
            VpcLatticeApi.Model,
            new WireError("ThrottlingException", 429, "Slow down.")
            {
                Details = [new("retryAfterSeconds", 3)],
            }).Headers);

    [Fact]
    public void Ecs_errors_name_their_type_in_body_and_header()
    {
        var response = Door.Write(EcsApi.Model, new WireError("ClusterNotFoundException", 400, "Cluster not found."));

        Assert.Contains(new("x-amzn-ErrorType", "ClusterNotFoundException"), response.Headers);
        Assert.Equal(
            """{"__type":"ClusterNotFoundException","message":"Cluster not found."}""", Requests.Text(response));
    }

    [Fact]
    public void Query_errors_say_whose_fault_it_is() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + """<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>"""
        + "<Code>NoSuchEntity</Code><Message>The role with name x cannot be found.</Message></Error>"
        + "<RequestId>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</RequestId></ErrorResponse>",
        Requests.Text(Door.Write(
            IamApi.Model, new WireError("NoSuchEntity", 404, "The role with name x cannot be found."))));
}
