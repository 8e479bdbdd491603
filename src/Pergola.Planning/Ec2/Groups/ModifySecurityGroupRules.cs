using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Replaces rules under their ids; all of them or none.</summary>
internal static class ModifySecurityGroupRules
{
    public static Decision<Shape.ModifySecurityGroupRulesResult> Decide(
        Shape.ModifySecurityGroupRulesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<SecurityGroup>().TryGet(request.GroupId, out var group))
        {
            return new Ec2Error.NotFound(Noun.SecurityGroup, request.GroupId ?? "");
        }

        foreach (var update in request.SecurityGroupRules ?? [])
        {
            if (Apply(given.Scope, realm, update, ref group) is { } error)
            {
                return error;
            }
        }

        return new Decision<Shape.ModifySecurityGroupRulesResult>.Accept(
            new Shape.ModifySecurityGroupRulesResult { Return = true }, [new Change.Put(given.Scope, group)]);
    }

    private static Ec2Error? Apply(
        Scope scope, Realm realm, Shape.SecurityGroupRuleUpdate update, ref SecurityGroup group)
    {
        if (group.Rules.FirstOrDefault(each => each.RuleId == update.SecurityGroupRuleId) is not { } existing)
        {
            return new Ec2Error.NotFound(Noun.SecurityGroupRule, update.SecurityGroupRuleId ?? "");
        }

        var asked = update.SecurityGroupRule ?? new Shape.SecurityGroupRuleRequest();
        var reader = new RuleReader(scope, realm, group, existing.IsEgress);
        if (reader.Read([Permission(asked)], out var rules) is { } error)
        {
            return error;
        }

        if (rules is not [var rule])
        {
            return new Ec2Error.InvalidParameterCombination(
                $"Rule {existing.RuleId} needs exactly one of cidrIpv4, cidrIpv6, prefixListId and referencedGroupId.");
        }

        var match = RuleMatch.Of(rule);
        if (group.Rules.Any(each => each.RuleId != existing.RuleId && RuleMatch.Of(each) == match))
        {
            return new Ec2Error.PermissionDuplicate(match.Describe());
        }

        group = group with
        {
            Rules = group.Rules.Replace(existing, rule with { RuleId = existing.RuleId, Tags = existing.Tags }),
        };
        return null;
    }

    private static Shape.IpPermission Permission(Shape.SecurityGroupRuleRequest asked) => new()
    {
        IpProtocol = asked.IpProtocol,
        FromPort = asked.FromPort,
        ToPort = asked.ToPort,
        IpRanges = asked.CidrIpv4 is null
            ? []
            : [new Shape.IpRange { CidrIp = asked.CidrIpv4, Description = asked.Description }],
        Ipv6Ranges = asked.CidrIpv6 is null
            ? []
            : [new Shape.Ipv6Range { CidrIpv6 = asked.CidrIpv6, Description = asked.Description }],
        PrefixListIds = asked.PrefixListId is null
            ? []
            : [new Shape.PrefixListId { PrefixListIdValue = asked.PrefixListId, Description = asked.Description }],
        UserIdGroupPairs = asked.ReferencedGroupId is null
            ? []
            : [new Shape.UserIdGroupPair { GroupId = asked.ReferencedGroupId, Description = asked.Description }],
    };
}
