using System.Diagnostics.CodeAnalysis;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// UpdateRule: match, priority and action; what is left out stays. The default rule changes with its listener.
/// </summary>
internal static class UpdateRule
{
    public static Decision<UpdateRuleResponse> Decide(UpdateRuleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
                realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal)
            || !LatticeLookup.TryFindRule(realm, listener, request.RuleIdentifier, out var rule, out refusal)
            || !TryUpdate(
                realm,
                listener,
                rule,
                new RuleUpdate
                {
                    RuleIdentifier = request.RuleIdentifier,
                    Match = request.Match,
                    Priority = request.Priority,
                    Action = request.Action,
                },
                given,
                out var updated,
                out refusal))
        {
            return refusal;
        }

        if (GroupsOfService.Refuse(realm, given, listener.ServiceId, updated.Action, rule.Id) is { } tooMany)
        {
            return tooMany;
        }

        if (realm.Of<ListenerRule>().Under(listener.Id)
            .FirstOrDefault(other => other.Priority == updated.Priority && other.Id != rule.Id) is { } neighbour)
        {
            return PriorityTaken(listener, neighbour);
        }

        return new Decision<UpdateRuleResponse>.Accept(
            new UpdateRuleResponse
            {
                Arn = updated.Arn,
                Id = updated.Id,
                Name = updated.Name,
                IsDefault = updated.IsDefault,
                Match = updated.Match,
                Priority = updated.Priority,
                Action = updated.Action,
            },
            [new Change.Put(given.Scope, updated)]);
    }

    /// <summary>
    /// The rule with its new parts; whether its priority is free and its groups are too many is for the caller to see.
    /// </summary>
    public static bool TryUpdate(
        Realm realm,
        Listener listener,
        ListenerRule rule,
        RuleUpdate update,
        Given given,
        [NotNullWhen(true)] out ListenerRule? updated,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        updated = null;
        if (rule.IsDefault)
        {
            refusal = LatticeError.Validation.Of(
                "ruleIdentifier",
                $"Rule {rule.Id} is the default rule of {listener.Id}; change it with UpdateListener.");
            return false;
        }

        var action = update.Action is { } asked
            ? new RuleActions(realm, listener.ServiceId, listener.Protocol).Normalize("action", asked)
            : new RuleActionOutcome(rule.Action, [], null);
        if (action.Refused is { } refused)
        {
            refusal = refused;
            return false;
        }

        refusal = null;
        updated = rule with
        {
            Match = update.Match is { } match ? RuleMatches.Normalize(match) : rule.Match,
            Priority = update.Priority ?? rule.Priority,
            Action = action.Action,
            LastUpdatedAt = given.Now,
        };
        return true;
    }

    /// <summary>The refusal of a priority that another rule has.</summary>
    public static LatticeError PriorityTaken(Listener listener, ListenerRule neighbour) =>
        LatticeError.Conflict.With<ListenerRule>(
            neighbour.Id,
            $"Listener {listener.Id} already has a rule with priority {neighbour.Priority}: {neighbour.Id}.");
}
