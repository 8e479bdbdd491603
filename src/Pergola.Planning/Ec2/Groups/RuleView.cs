using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>The rules of a security group in the API's two forms: one by one, and gathered into permissions.</summary>
internal static class RuleView
{
    public static Shape.SecurityGroupRule Of(
        Scope scope, Realm realm, SecurityGroup group, SecurityGroupRule rule) => new()
    {
        SecurityGroupRuleId = rule.RuleId,
        SecurityGroupRuleArn = Arn.Of("ec2", scope, $"security-group-rule/{rule.RuleId}"),
        GroupId = group.GroupId,
        GroupOwnerId = scope.Account,
        IsEgress = rule.IsEgress,
        IpProtocol = rule.IpProtocol,
        FromPort = rule.FromPort ?? -1,
        ToPort = rule.ToPort ?? -1,
        CidrIpv4 = rule.CidrIpv4,
        CidrIpv6 = rule.CidrIpv6,
        PrefixListId = rule.PrefixListId,
        ReferencedGroupInfo = rule.ReferencedGroupId is not { } groupId ? null : new Shape.ReferencedSecurityGroup
        {
            GroupId = groupId,
            UserId = scope.Account,
            VpcId = realm.Of<SecurityGroup>().Find(groupId)?.VpcId,
        },
        Description = rule.Description,
        Tags = TagList.Write(rule.Tags),
    };

    /// <summary>
    /// One permission per protocol and ports, each with every peer; all-traffic permissions have no ports.
    /// </summary>
    public static IReadOnlyList<Shape.IpPermission> Permissions(
        Scope scope, IEnumerable<SecurityGroupRule> rules) =>
    [
        .. rules.GroupBy(rule => (rule.IpProtocol, rule.FromPort, rule.ToPort)).Select(same => new Shape.IpPermission
        {
            IpProtocol = same.Key.IpProtocol,
            FromPort = same.Key.FromPort,
            ToPort = same.Key.ToPort,
            IpRanges =
            [
                .. same.Where(rule => rule.CidrIpv4 is not null)
                    .Select(rule => new Shape.IpRange { CidrIp = rule.CidrIpv4, Description = rule.Description }),
            ],
            Ipv6Ranges =
            [
                .. same.Where(rule => rule.CidrIpv6 is not null)
                    .Select(rule => new Shape.Ipv6Range { CidrIpv6 = rule.CidrIpv6, Description = rule.Description }),
            ],
            PrefixListIds =
            [
                .. same.Where(rule => rule.PrefixListId is not null).Select(rule => new Shape.PrefixListId
                {
                    PrefixListIdValue = rule.PrefixListId,
                    Description = rule.Description,
                }),
            ],
            UserIdGroupPairs =
            [
                .. same.Where(rule => rule.ReferencedGroupId is not null).Select(rule => new Shape.UserIdGroupPair
                {
                    GroupId = rule.ReferencedGroupId,
                    UserId = scope.Account,
                    Description = rule.Description,
                }),
            ],
        }),
    ];

    public static Shape.RevokedSecurityGroupRule Revoked(SecurityGroup group, SecurityGroupRule rule) => new()
    {
        SecurityGroupRuleId = rule.RuleId,
        GroupId = group.GroupId,
        IsEgress = rule.IsEgress,
        IpProtocol = rule.IpProtocol,
        FromPort = rule.FromPort ?? -1,
        ToPort = rule.ToPort ?? -1,
        CidrIpv4 = rule.CidrIpv4,
        CidrIpv6 = rule.CidrIpv6,
        PrefixListId = rule.PrefixListId,
        ReferencedGroupId = rule.ReferencedGroupId,
        Description = rule.Description,
    };

    /// <summary>The group as DescribeSecurityGroups shows it.</summary>
    public static Shape.SecurityGroup Group(Scope scope, SecurityGroup group) => new()
    {
        GroupId = group.GroupId,
        SecurityGroupArn = GroupArn(scope, group.GroupId),
        GroupName = group.GroupName,
        Description = group.Description,
        OwnerId = scope.Account,
        VpcId = group.VpcId,
        IpPermissions = Permissions(scope, group.Rules.Where(rule => !rule.IsEgress)),
        IpPermissionsEgress = Permissions(scope, group.Rules.Where(rule => rule.IsEgress)),
        Tags = TagList.Write(group.Tags),
    };

    public static string GroupArn(Scope scope, string groupId) => Arn.Of("ec2", scope, $"security-group/{groupId}");
}
