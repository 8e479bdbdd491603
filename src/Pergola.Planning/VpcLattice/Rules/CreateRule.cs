using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateRule: there at once; name and priority are unique in the listener.</summary>
internal static class CreateRule
{
    public static Decision<CreateRuleResponse> Decide(CreateRuleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ListenerRule>(
            VpcLatticeApi.CreateRule, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ListenerRule>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (!LatticeLookup.TryFindListener(
            realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal))
        {
            return refusal;
        }

        var action = new RuleActions(realm, listener.ServiceId, listener.Protocol)
            .Normalize("action", request.Action);
        if (Refuse(request, action, realm, listener, given) is { } refused)
        {
            return refused;
        }

        var rule = Make(request, listener, action.Action, given);
        return new Decision<CreateRuleResponse>.Accept(
            Response(rule), [new Change.Put(given.Scope, rule), .. token.Remember(given, rule.Id)]);
    }

    private static LatticeError? Refuse(
        CreateRuleRequest request, RuleActionOutcome action, Realm realm, Listener listener, Given given)
    {
        if (LatticeError.Validation.OfAll(
        [
            .. LatticeTags.Faults(request.Tags),
            .. PassthroughFaults(listener),
            .. action.Faults,
        ]) is { } faulty)
        {
            return faulty;
        }

        if ((action.Refusal ?? GroupsOfService.Refuse(realm, given, listener.ServiceId, action.Action))
            is { } contradiction)
        {
            return contradiction;
        }

        var siblings = realm.Of<ListenerRule>().Under(listener.Id).Where(rule => !rule.IsDefault).ToList();
        if (UniqueName.RefuseIn(listener.Id, siblings, request.Name) is { } taken)
        {
            return taken;
        }

        if (siblings.Find(rule => rule.Priority == request.Priority) is { } neighbour)
        {
            return UpdateRule.PriorityTaken(listener, neighbour);
        }

        return LatticeQuota.Rules.Refuse<ListenerRule>(given, siblings.Count, listener.Id);
    }

    private static IEnumerable<FieldFault> PassthroughFaults(Listener listener)
    {
        if (listener.Protocol == ListenerProtocol.TlsPassthrough)
        {
            yield return new FieldFault(
                "listenerIdentifier", $"Listener {listener.Id} is TLS_PASSTHROUGH, which has only its default action.");
        }
    }

    private static ListenerRule Make(CreateRuleRequest request, Listener listener, RuleAction action, Given given)
    {
        var id = Mint.ResourceId(LatticeIds.Rule, given.Entropy);
        return new ListenerRule
        {
            RuleId = id,
            Arn = $"{listener.Arn}/rule/{id}",
            ListenerId = listener.Id,
            ServiceId = listener.ServiceId,
            Name = request.Name,
            Match = RuleMatches.Normalize(request.Match),
            Priority = request.Priority,
            Action = action,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static CreateRuleResponse Response(ListenerRule rule) => new()
    {
        Arn = rule.Arn,
        Id = rule.Id,
        Name = rule.Name,
        Match = rule.Match,
        Priority = rule.Priority,
        Action = rule.Action,
    };
}
