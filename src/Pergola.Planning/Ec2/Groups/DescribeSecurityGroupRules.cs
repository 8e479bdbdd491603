using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists the rules of security groups, one by one.</summary>
internal static class DescribeSecurityGroupRules
{
    private static readonly Catalog<GroupRule> s_catalog = new(
        Noun.SecurityGroupRule,
        static each => each.Rule.RuleId,
        static (each, name) => name switch
        {
            "group-id" => [each.Group.GroupId],
            "security-group-rule-id" => [each.Rule.RuleId],
            _ => null,
        },
        static each => each.Rule.Tags);

    public static Decision<Shape.DescribeSecurityGroupRulesResult> Decide(
        Shape.DescribeSecurityGroupRulesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        return s_catalog.Search(
            realm.Of<SecurityGroup>().All.SelectMany(group => group.Rules.Select(rule => new GroupRule(group, rule))),
            new Query(request.SecurityGroupRuleIds, request.Filters, request.MaxResults, request.NextToken),
            (found, next) => new Shape.DescribeSecurityGroupRulesResult
            {
                SecurityGroupRules = [.. found.Select(each => RuleView.Of(given.Scope, realm, each.Group, each.Rule))],
                NextToken = next,
            });
    }

    private sealed record GroupRule(SecurityGroup Group, SecurityGroupRule Rule);
}
