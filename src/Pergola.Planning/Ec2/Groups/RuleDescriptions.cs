using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives rules other descriptions, by their ids or by what they say; all of them or none.</summary>
internal static class RuleDescriptions
{
    public static Decision<Shape.UpdateSecurityGroupRuleDescriptionsEgressResult> UpdateEgress(
        Shape.UpdateSecurityGroupRuleDescriptionsEgressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, request.GroupName, request.IpPermissions, Legacy: null);
        return Update(
            asked, request.SecurityGroupRuleDescriptions, isEgress: true, snapshot, given, out var group) is { } error
            ? error
            : new Decision<Shape.UpdateSecurityGroupRuleDescriptionsEgressResult>.Accept(
                new Shape.UpdateSecurityGroupRuleDescriptionsEgressResult { Return = true },
                [new Change.Put(given.Scope, group!)]);
    }

    public static Decision<Shape.UpdateSecurityGroupRuleDescriptionsIngressResult> UpdateIngress(
        Shape.UpdateSecurityGroupRuleDescriptionsIngressRequest request, Snapshot snapshot, Given given)
    {
        var asked = new RulesRequest(request.GroupId, request.GroupName, request.IpPermissions, Legacy: null);
        return Update(
            asked, request.SecurityGroupRuleDescriptions, isEgress: false, snapshot, given, out var group) is { } error
            ? error
            : new Decision<Shape.UpdateSecurityGroupRuleDescriptionsIngressResult>.Accept(
                new Shape.UpdateSecurityGroupRuleDescriptionsIngressResult { Return = true },
                [new Change.Put(given.Scope, group!)]);
    }

    private static Ec2Error? Update(
        RulesRequest request,
        IReadOnlyList<Shape.SecurityGroupRuleDescription>? byId,
        bool isEgress,
        Snapshot snapshot,
        Given given,
        out SecurityGroup? group)
    {
        var realm = snapshot.In(given.Scope);
        if (request.Find(realm, out group) is { } groupError)
        {
            return groupError;
        }

        return byId is { Count: > 0 }
            ? UpdateById(byId, isEgress, ref group!)
            : UpdateByMatch(given.Scope, realm, request, isEgress, ref group!);
    }

    private static Ec2Error? UpdateById(
        IReadOnlyList<Shape.SecurityGroupRuleDescription> descriptions, bool isEgress, ref SecurityGroup group)
    {
        foreach (var description in descriptions)
        {
            var rule = group.Rules.FirstOrDefault(each =>
                each.IsEgress == isEgress && each.RuleId == description.SecurityGroupRuleId);
            if (rule is null)
            {
                return new Ec2Error.NotFound(Noun.SecurityGroupRule, description.SecurityGroupRuleId ?? "");
            }

            var changed = rule with { Description = description.Description };
            group = group with { Rules = group.Rules.Replace(rule, changed) };
        }

        return null;
    }

    private static Ec2Error? UpdateByMatch(
        Scope scope, Realm realm, RulesRequest request, bool isEgress, ref SecurityGroup group)
    {
        if (new RuleReader(scope, realm, group, isEgress).Read(request.All, out var named) is { } error)
        {
            return error;
        }

        foreach (var wanted in named)
        {
            var match = RuleMatch.Of(wanted);
            if (group.Rules.FirstOrDefault(each => RuleMatch.Of(each) == match) is not { } rule)
            {
                return new Ec2Error.PermissionNotFound(match.Describe());
            }

            group = group with { Rules = group.Rules.Replace(rule, rule with { Description = wanted.Description }) };
        }

        return null;
    }
}
