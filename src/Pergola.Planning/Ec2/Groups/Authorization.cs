using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Adds rules to a group, in either direction.</summary>
internal static class Authorization
{
    /// <summary>EC2's default quota of rules per group and direction.</summary>
    public const int RulesMax = 60;

    /// <summary>The group with the new rules, and the new rules; the error says what cannot be.</summary>
    public static Ec2Error? Add(
        RulesRequest request,
        IReadOnlyList<Shape.TagSpecification>? specifications,
        bool isEgress,
        Snapshot snapshot,
        Given given,
        out (SecurityGroup Group, ImmutableArray<SecurityGroupRule> Added) result)
    {
        var realm = snapshot.In(given.Scope);
        result = default;
        if (request.Find(realm, out var group) is { } groupError)
        {
            return groupError;
        }

        if (new RuleReader(given.Scope, realm, group!, isEgress).Read(request.All, out var rules) is { } rulesError)
        {
            return rulesError;
        }

        if (TagList.Read(specifications, Noun.SecurityGroupRule, out var tags) is { } tagError)
        {
            return tagError;
        }

        var existing = group!.Rules.Select(RuleMatch.Of).ToHashSet();
        if (rules.Select(RuleMatch.Of).FirstOrDefault(existing.Contains) is { } duplicate)
        {
            return new Ec2Error.PermissionDuplicate(duplicate.Describe());
        }

        var count = group.Rules.Count(rule => rule.IsEgress == isEgress) + rules.Length;
        if (count > RulesMax)
        {
            return new Ec2Error.TooManyRules(group.GroupId, count);
        }

        ImmutableArray<SecurityGroupRule> added =
        [
            .. rules.Select(rule => rule with
            {
                RuleId = Mint.ResourceId(Noun.SecurityGroupRule.Prefix, given.Entropy),
                Tags = tags,
            }),
        ];
        result = (group with { Rules = [.. group.Rules, .. added] }, added);
        return null;
    }
}
