using Pergola.Api.Ec2;
using Pergola.Api.Iam;
using Pergola.Api.VpcLattice;

namespace Pergola.Wire.Tests.Protocols;

/// <summary>Messages as clients send them, and what is read from them.</summary>
public sealed class RequestTests
{
    [Fact]
    public void Ec2_lists_are_numbered_and_names_are_its_own()
    {
        var request = Door.Read<DescribeVpcsRequest>(Requests.Form(
            "Action=DescribeVpcs&Version=2016-11-15&VpcId.2=vpc-b&VpcId.10=vpc-c&VpcId.1=vpc-a"
            + "&Filter.1.Name=tag%3AName&Filter.1.Value.1=red+one&Filter.1.Value.2=b%26w&DryRun=true&MaxResults=5"));

        Assert.Equal(["vpc-a", "vpc-b", "vpc-c"], request.VpcIds);
        var filter = Assert.Single(request.Filters!);
        Assert.Equal("tag:Name", filter.Name);
        Assert.Equal(["red one", "b&w"], filter.Values);
        Assert.True(request.DryRun);
        Assert.Equal(5, request.MaxResults);
    }

    [Fact]
    public void Ec2_rules_nest_lists_in_lists()
    {
        var request = Door.Read<AuthorizeSecurityGroupIngressRequest>(Requests.Form(
            "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp"
            + "&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F8"
            + "&IpPermissions.1.Groups.1.GroupId=sg-2&IpPermissions.1.PrefixListIds.1.PrefixListId=pl-1"));

        var rule = Assert.Single(request.IpPermissions!);
        Assert.Equal(("tcp", 443, 443), (rule.IpProtocol, rule.FromPort, rule.ToPort));
        Assert.Equal("10.0.0.0/8", Assert.Single(rule.IpRanges!).CidrIp);
        Assert.Equal("sg-2", Assert.Single(rule.UserIdGroupPairs!).GroupId);
        Assert.Equal("pl-1", Assert.Single(rule.PrefixListIds!).PrefixListIdValue);
    }

    [Fact]
    public void Ec2_attributes_are_wrapped_in_a_value()
    {
        var request = Door.Read<ModifyVpcAttributeRequest>(Requests.Form(
            "Action=ModifyVpcAttribute&Version=2016-11-15&VpcId=vpc-1&EnableDnsHostnames.Value=true"));

        Assert.True(request.EnableDnsHostnames?.Value);
        Assert.Null(request.EnableDnsSupport);
    }

    [Fact]
    public void Ec2_takes_empty_parameters_for_empty_or_absent_ones()
    {
        var request = Door.Read<DescribeVpcsRequest>(Requests.Form(
            "Action=DescribeVpcs&Version=2016-11-15&VpcId=&MaxResults=&NextToken=&Filter=&&"));

        Assert.Empty(request.VpcIds!);
        Assert.Empty(request.Filters!);
        Assert.Null(request.MaxResults);
        Assert.Equal("", request.NextToken);
    }

    [Fact]
    public void Query_lists_have_members()
    {
        var request = Door.Read<CreateRoleRequest>(Requests.Form(
            "Action=CreateRole&Version=2010-05-08&RoleName=web&AssumeRolePolicyDocument=%7B%7D"
            + "&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value="));

        Assert.Equal("web", request.RoleName);
        Assert.Equal("{}", request.AssumeRolePolicyDocument);
        Assert.Equal([("a", "1"), ("b", "")], request.Tags!.Select(tag => (tag.Key, tag.Value)));
    }

    [Fact]
    public void Query_ignores_the_empty_lists_that_the_sdk_for_go_sends() => Assert.Null(
        Door.Read<CreateRoleRequest>(Requests.Form(
            "Action=CreateRole&Version=2010-05-08&RoleName=web&AssumeRolePolicyDocument=%7B%7D&Tags=")).Tags);

    [Fact]
    public void Lattice_reads_path_query_and_body()
    {
        const string Arn = "arn%3Aaws%3Avpc-lattice%3Aus-east-1%3A123456789012%3Atargetgroup%2Ftg-0123456789abcdef0";
        var untag = Door.Read<UntagResourceRequest>(
            Requests.Rest("DELETE", $"/tags/{Arn}?tagKeys=a&tagKeys=b%20c"), "vpc-lattice");
        var list = Door.Read<ListTargetsRequest>(
            Requests.Rest(
                "POST", $"/targetgroups/{Arn}/listtargets?maxResults=7", """{"targets":[{"id":"i-1","port":80}]}"""),
            "vpc-lattice");

        Assert.Equal(
            "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0", untag.ResourceArn);
        Assert.Equal(["a", "b c"], untag.TagKeys);
        Assert.Equal(7, list.MaxResults);
        Assert.Equal(("i-1", 80), list.Targets!.Select(target => (target.Id, target.Port!.Value)).Single());
    }

    [Fact]
    public void Lattice_unions_become_their_case()
    {
        var rule = Door.Read<CreateRuleRequest>(
            Requests.Rest(
                "POST",
                "/services/svc-0123456789abcdef0/listeners/listener-0123456789abcdef0/rules",
                """
                {"name":"gone","priority":10,"future":{"x":1},"tags":null,
                 "match":{"httpMatch":{"pathMatch":{"match":{"prefix":"/old"}}}},
                 "action":{"fixedResponse":{"statusCode":404},"forward":null}}
                """),
            "vpc-lattice");

        Assert.Equal(404, Assert.IsType<Api.VpcLattice.RuleAction.FixedResponse>(rule.Action).Value.StatusCode);
        var match = Assert.IsType<RuleMatch.HttpMatch>(rule.Match).Value;
        Assert.Equal("/old", Assert.IsType<PathMatchType.Prefix>(match.PathMatch!.Match).Value);
        Assert.Null(rule.Tags);
    }

    [Fact]
    public void Ecs_tells_absent_null_and_empty_apart()
    {
        var absent = Door.Read<Api.Ecs.UpdateServiceRequest>(Requests.Ecs("UpdateService", """{"service":"web"}"""));
        var nothing = Door.Read<Api.Ecs.UpdateServiceRequest>(
            Requests.Ecs("UpdateService", """{"service":"web","vpcLatticeConfigurations":null}"""));
        var empty = Door.Read<Api.Ecs.UpdateServiceRequest>(
            Requests.Ecs("UpdateService", """{"service":"web","vpcLatticeConfigurations":[]}"""));

        Assert.Null(absent.VpcLatticeConfigurations);
        Assert.Null(nothing.VpcLatticeConfigurations);
        Assert.Empty(empty.VpcLatticeConfigurations!);
    }

    [Fact]
    public void An_empty_json_body_is_an_empty_object() =>
        Door.Read<Api.Ecs.ListClustersRequest>(Requests.Ecs("ListClusters", ""));

    [Fact]
    public void A_repeated_json_member_keeps_its_last_value() => Assert.Equal(
        "b",
        Door.Read<Api.Ecs.CreateClusterRequest>(
            Requests.Ecs("CreateCluster", """{"clusterName":"a","clusterName":"b"}""")).ClusterName);
}
