using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// BatchUpdateRule: each rule succeeds or fails by itself, but whether priorities are unique and target groups are too
/// many is judged on the final state, so that two rules can swap theirs in one call.
/// </summary>
internal static class BatchUpdateRule
{
    public static Decision<BatchUpdateRuleResponse> Decide(
        BatchUpdateRuleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
            realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal))
        {
            return refusal;
        }

        var failures = ImmutableArray.CreateBuilder<RuleUpdateFailure>();
        var updated = new Dictionary<string, (string Identifier, ListenerRule Rule)>(StringComparer.Ordinal);
        foreach (var update in request.Rules)
        {
            if (!LatticeLookup.TryFindRule(realm, listener, update.RuleIdentifier, out var rule, out var refused)
                || !UpdateRule.TryUpdate(realm, listener, rule, update, given, out var next, out refused))
            {
                failures.Add(Failure(update.RuleIdentifier, refused));
            }
            else if (!updated.TryAdd(rule.Id, (update.RuleIdentifier, next)))
            {
                failures.Add(Failure(update.RuleIdentifier, LatticeError.Validation.Of(
                    "rules", $"Rule {rule.Id} is named twice; name it once with all its changes.")));
            }
        }

        // What a rule that loses its place keeps may be in the way of others: look again.
        var isFinal = false;
        while (!isFinal)
        {
            isFinal = !DropExcess(realm, listener, updated, failures, given)
                && !DropCollision(realm, listener, updated, failures);
        }

        var rules = updated.Values.Select(entry => entry.Rule).ToList();
        return new Decision<BatchUpdateRuleResponse>.Accept(
            new BatchUpdateRuleResponse
            {
                Successful = [.. rules.Select(Success)],
                Unsuccessful = failures.ToImmutable(),
            },
            [.. rules.Select(rule => new Change.Put(given.Scope, rule))]);
    }

    // The last update that brings a group goes first: it is the one too many.
    private static bool DropExcess(
        Realm realm,
        Listener listener,
        Dictionary<string, (string Identifier, ListenerRule Rule)> updated,
        ImmutableArray<RuleUpdateFailure>.Builder failures,
        Given given)
    {
        var final = updated.ToDictionary(entry => entry.Key, entry => entry.Value.Rule, StringComparer.Ordinal);
        if (GroupsOfService.Refuse(realm, given, listener.ServiceId, final) is not { } tooMany)
        {
            return false;
        }

        var loser = updated.Values.LastOrDefault(entry =>
            entry.Rule.TargetGroupIds().Except(realm.Of<ListenerRule>()[entry.Rule.Id].TargetGroupIds()).Any());
        if (loser.Rule is null)
        {
            return false;
        }

        updated.Remove(loser.Rule.Id);
        failures.Add(Failure(loser.Identifier, tooMany));
        return true;
    }

    private static bool DropCollision(
        Realm realm,
        Listener listener,
        Dictionary<string, (string Identifier, ListenerRule Rule)> updated,
        ImmutableArray<RuleUpdateFailure>.Builder failures)
    {
        var final = realm.Of<ListenerRule>().Under(listener.Id)
            .Select(rule => updated.TryGetValue(rule.Id, out var entry) ? entry.Rule : rule)
            .Where(rule => !rule.IsDefault)
            .ToList();
        var loser = updated.Values.FirstOrDefault(entry =>
            final.Exists(rule => rule.Priority == entry.Rule.Priority && rule.Id != entry.Rule.Id));
        if (loser.Rule is null)
        {
            return false;
        }

        var winner = final.First(rule => rule.Priority == loser.Rule.Priority && rule.Id != loser.Rule.Id);
        updated.Remove(loser.Rule.Id);
        failures.Add(Failure(loser.Identifier, UpdateRule.PriorityTaken(listener, winner)));
        return true;
    }

    private static RuleUpdateFailure Failure(string identifier, LatticeError error) => new()
    {
        RuleIdentifier = identifier,
        FailureCode = error.Code,
        FailureMessage = error.Message,
    };

    private static RuleUpdateSuccess Success(ListenerRule rule) => new()
    {
        Arn = rule.Arn,
        Id = rule.Id,
        Name = rule.Name,
        IsDefault = rule.IsDefault,
        Match = rule.Match,
        Priority = rule.Priority,
        Action = rule.Action,
    };
}
