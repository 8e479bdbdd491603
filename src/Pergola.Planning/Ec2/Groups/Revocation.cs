using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>Takes rules from a group, by their ids or by what they say; all of them or none.</summary>
internal static class Revocation
{
    /// <summary>The group without the rules, and those rules; the error says which is absent.</summary>
    public static Ec2Error? Remove(
        RulesRequest request,
        IReadOnlyList<string>? ruleIds,
        bool isEgress,
        Snapshot snapshot,
        Given given,
        out (SecurityGroup Group, ImmutableArray<SecurityGroupRule> Removed) result)
    {
        var realm = snapshot.In(given.Scope);
        result = default;
        if (request.Find(realm, out var group) is { } groupError)
        {
            return groupError;
        }

        var rules = group!.Rules.Where(rule => rule.IsEgress == isEgress).ToImmutableArray();
        ImmutableArray<SecurityGroupRule> removed;
        if (ruleIds is { Count: > 0 })
        {
            if (ruleIds.FirstOrDefault(id => rules.All(rule => rule.RuleId != id)) is { } absent)
            {
                return new Ec2Error.NotFound(Noun.SecurityGroupRule, absent);
            }

            removed = [.. rules.Where(rule => ruleIds.Contains(rule.RuleId))];
        }
        else
        {
            if (new RuleReader(given.Scope, realm, group, isEgress).Read(request.All, out var named) is { } rulesError)
            {
                return rulesError;
            }

            var matches = named.Select(RuleMatch.Of).ToHashSet();
            removed = [.. rules.Where(rule => matches.Remove(RuleMatch.Of(rule)))];
            if (matches.Count > 0)
            {
                return new Ec2Error.PermissionNotFound(matches.First().Describe());
            }
        }

        result = (group with { Rules = group.Rules.RemoveRange(removed) }, removed);
        return null;
    }
}
