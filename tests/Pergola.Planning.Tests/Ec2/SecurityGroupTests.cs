using Pergola.Core;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class SecurityGroupTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void The_default_egress_rule_is_revoked_by_ports_zero_to_zero_and_has_no_IPv6_twin()
    {
        var groupId = _world.Group(_world.Vpc(), "web");

        Revoke(groupId, Permission("-1", 0, 0, "0.0.0.0/0"));

        Assert.Empty(Describe(groupId).IpPermissionsEgress!);
        var ipv6 = new Shape.IpPermission
        {
            IpProtocol = "-1",
            FromPort = 0,
            ToPort = 0,
            Ipv6Ranges = [new Shape.Ipv6Range { CidrIpv6 = "::/0" }],
        };
        Assert.Equal("InvalidPermission.NotFound", _world.Refused(
            RevokeSecurityGroupEgress.Decide,
            new Shape.RevokeSecurityGroupEgressRequest { GroupId = groupId, IpPermissions = [ipv6] }).Code);
    }

    [Fact]
    public void Permissions_are_gathered_by_protocol_and_ports()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        Authorize(groupId, Permission("tcp", 80, 80, "10.0.0.0/8"), Permission("tcp", 443, 443, "10.0.0.0/8"));
        Authorize(groupId, Permission("6", 80, 80, "192.168.0.7/16"), Permission("-1", null, null, "10.0.0.0/8"));

        var permissions = Describe(groupId).IpPermissions!;

        Assert.Equal(
            [("tcp", 80, 80, "10.0.0.0/8 192.168.0.0/16"), (
                "tcp", 443, 443, "10.0.0.0/8"), ("-1", null, null, "10.0.0.0/8")],
            permissions.Select(permission => (
                permission.IpProtocol!,
                permission.FromPort,
                permission.ToPort,
                string.Join(' ', permission.IpRanges!.Select(range => range.CidrIp)))));
    }

    [Fact]
    public void A_rule_for_everything_reports_ports_minus_one_where_rules_are_listed_one_by_one()
    {
        var groupId = _world.Group(_world.Vpc(), "web");

        var rule = Assert.Single(_world.Do(
            DescribeSecurityGroupRules.Decide,
            new Shape.DescribeSecurityGroupRulesRequest { Filters = [Ec2World.Filter("group-id", groupId)] })
            .SecurityGroupRules!);

        Assert.Equal((true, "-1", -1, -1), (rule.IsEgress, rule.IpProtocol, rule.FromPort, rule.ToPort));
        Assert.Equal("0.0.0.0/0", rule.CidrIpv4);
    }

    [Fact]
    public void The_older_parameters_say_the_same_as_a_permission()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        _world.Do(AuthorizeSecurityGroupIngress.Decide, new Shape.AuthorizeSecurityGroupIngressRequest
        {
            GroupId = groupId,
            IpProtocol = "tcp",
            FromPort = 22,
            ToPort = 22,
            CidrIp = "10.0.0.0/8",
        });

        _world.Do(RevokeSecurityGroupIngress.Decide, new Shape.RevokeSecurityGroupIngressRequest
        {
            GroupId = groupId,
            IpPermissions = [Permission("tcp", 22, 22, "10.0.0.0/8")],
        });

        Assert.Empty(Describe(groupId).IpPermissions!);
    }

    [Fact]
    public void A_rule_that_is_there_is_refused_and_named()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        Authorize(groupId, Permission("tcp", 80, 80, "0.0.0.0/0"));

        var error = RefusedAuthorize(groupId, Permission("tcp", 80, 80, "0.0.0.0/0"));

        Assert.Equal("InvalidPermission.Duplicate", error.Code);
        Assert.Contains("peer: 0.0.0.0/0, TCP, from port: 80, to port: 80", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sctp", 1, 1, "0.0.0.0/0", "InvalidParameterValue")]
    [InlineData("tcp", null, 80, "0.0.0.0/0", "InvalidParameterValue")]
    [InlineData("tcp", 81, 80, "0.0.0.0/0", "InvalidParameterValue")]
    [InlineData("udp", 0, 65536, "0.0.0.0/0", "InvalidParameterValue")]
    [InlineData("icmp", 256, 0, "0.0.0.0/0", "InvalidParameterValue")]
    [InlineData("tcp", 80, 80, "everyone", "InvalidParameterValue")]
    [InlineData("tcp", 80, 80, null, "MissingParameter")]
    public void A_permission_is_refused(string protocol, int? from, int? to, string? cidr, string code) => Assert.Equal(
        code, RefusedAuthorize(_world.Group(_world.Vpc(), "web"), Permission(protocol, from, to, cidr)).Code);

    [Fact]
    public void A_group_of_another_VPC_and_an_absent_prefix_list_cannot_be_named_in_a_rule()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        var elsewhere = _world.Group(_world.Vpc(), "elsewhere");

        Assert.Equal("InvalidGroup.NotFound", RefusedAuthorize(groupId, Referencing(elsewhere)).Code);
        Assert.Equal("InvalidPrefixListID.NotFound", RefusedAuthorize(groupId, new Shape.IpPermission
        {
            IpProtocol = "-1",
            PrefixListIds = [new Shape.PrefixListId { PrefixListIdValue = "pl-absent" }],
        }).Code);
    }

    [Fact]
    public void Nothing_is_revoked_when_one_of_the_rules_is_absent()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        Authorize(groupId, Permission("tcp", 80, 80, "0.0.0.0/0"));

        Assert.Equal("InvalidPermission.NotFound", _world.Refused(
            RevokeSecurityGroupIngress.Decide,
            new Shape.RevokeSecurityGroupIngressRequest
            {
                GroupId = groupId,
                IpPermissions = [Permission("tcp", 80, 80, "0.0.0.0/0"), Permission("tcp", 81, 81, "0.0.0.0/0")],
            }).Code);
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound", _world.Refused(
            RevokeSecurityGroupIngress.Decide,
            new Shape.RevokeSecurityGroupIngressRequest { GroupId = groupId, SecurityGroupRuleIds = ["sgr-absent"] })
            .Code);
        Assert.Single(Describe(groupId).IpPermissions!);
    }

    [Fact]
    public void A_modified_rule_keeps_its_id_and_loses_its_old_peer()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        var rule = Assert.Single(Authorize(groupId, Permission("tcp", 80, 80, "0.0.0.0/0")));

        _world.Do(ModifySecurityGroupRules.Decide, new Shape.ModifySecurityGroupRulesRequest
        {
            GroupId = groupId,
            SecurityGroupRules =
            [
                new Shape.SecurityGroupRuleUpdate
                {
                    SecurityGroupRuleId = rule,
                    SecurityGroupRule = new Shape.SecurityGroupRuleRequest
                    {
                        IpProtocol = "tcp",
                        FromPort = 8080,
                        ToPort = 8080,
                        PrefixListId = PrefixLists.LatticeId("ap-northeast-1"),
                        Description = "from Lattice",
                    },
                },
            ],
        });

        var changed = Assert.Single(_world.Do(
            DescribeSecurityGroupRules.Decide,
            new Shape.DescribeSecurityGroupRulesRequest { SecurityGroupRuleIds = [rule] }).SecurityGroupRules!);
        Assert.Equal((8080, null, "from Lattice"), (changed.FromPort, changed.CidrIpv4, changed.Description));
    }

    [Theory]
    [InlineData(null, "x", "MissingParameter")]
    [InlineData("web", null, "MissingParameter")]
    [InlineData("default", "x", "InvalidGroup.Reserved")]
    [InlineData("sg-web", "x", "InvalidParameterValue")]
    [InlineData("taken", "x", "InvalidGroup.Duplicate")]
    public void CreateSecurityGroup_refuses(string? name, string? description, string code)
    {
        var vpcId = _world.Vpc();
        _world.Group(vpcId, "taken");

        Assert.Equal(code, _world.Refused(CreateSecurityGroup.Decide, new Shape.CreateSecurityGroupRequest
        {
            VpcId = vpcId,
            GroupName = name!,
            Description = description!,
        }).Code);
    }

    [Fact]
    public void Deleting_a_group_names_interfaces_rules_and_Lattice_associations_that_use_it()
    {
        var vpcId = _world.Vpc();
        var groupId = _world.Group(vpcId, "web");
        var interfaceId = _world.TaskInterface(_world.Subnet(vpcId), publicIp: false, groupId).NetworkInterfaceId;
        var other = _world.Group(vpcId, "other");
        var ruleId = Assert.Single(Authorize(other, Referencing(groupId)));
        var associationId = _world.LatticeAssociation(vpcId, "ACTIVE", groupId);

        var error =
            _world.Refused(DeleteSecurityGroup.Decide, new Shape.DeleteSecurityGroupRequest { GroupId = groupId });

        Assert.Equal("DependencyViolation", error.Code);
        foreach (var blocker in new[] { $"{interfaceId} (task/web/1)", $"{ruleId} of {other}", associationId })
        {
            Assert.Contains(blocker, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_default_group_stays()
    {
        _world.Vpc();
        var groupId = _world.Realm.Of<Domain.Network.SecurityGroup>().All.Single().GroupId;

        Assert.Equal("CannotDelete", _world.Refused(
            DeleteSecurityGroup.Decide, new Shape.DeleteSecurityGroupRequest { GroupId = groupId }).Code);
    }

    private static Shape.IpPermission Permission(string protocol, int? from, int? to, string? cidr) => new()
    {
        IpProtocol = protocol,
        FromPort = from,
        ToPort = to,
        IpRanges = cidr is null ? [] : [new Shape.IpRange { CidrIp = cidr }],
    };

    private static Shape.IpPermission Referencing(string groupId) => new()
    {
        IpProtocol = "-1",
        UserIdGroupPairs = [new Shape.UserIdGroupPair { GroupId = groupId }],
    };

    private IEnumerable<string> Authorize(string groupId, params Shape.IpPermission[] permissions) => _world.Do(
        AuthorizeSecurityGroupIngress.Decide,
        new Shape.AuthorizeSecurityGroupIngressRequest { GroupId = groupId, IpPermissions = permissions })
        .SecurityGroupRules!.Select(rule => rule.SecurityGroupRuleId!);

    private ApiError RefusedAuthorize(string groupId, params Shape.IpPermission[] permissions) => _world.Refused(
        AuthorizeSecurityGroupIngress.Decide,
        new Shape.AuthorizeSecurityGroupIngressRequest { GroupId = groupId, IpPermissions = permissions });

    private void Revoke(string groupId, params Shape.IpPermission[] permissions) => _world.Do(
        RevokeSecurityGroupEgress.Decide,
        new Shape.RevokeSecurityGroupEgressRequest { GroupId = groupId, IpPermissions = permissions });

    private Shape.SecurityGroup Describe(string groupId) => Assert.Single(_world.Do(
        DescribeSecurityGroups.Decide,
        new Shape.DescribeSecurityGroupsRequest { GroupIds = [groupId] }).SecurityGroups!);
}
