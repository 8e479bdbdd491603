using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetRule and ListRules. The default rule is listed too; it has neither match nor priority.</summary>
internal static class ReadRules
{
    public static Decision<GetRuleResponse> Get(GetRuleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
                realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal)
            || !LatticeLookup.TryFindRule(realm, listener, request.RuleIdentifier, out var rule, out refusal))
        {
            return refusal;
        }

        return new GetRuleResponse
        {
            Arn = rule.Arn,
            Id = rule.Id,
            Name = rule.Name,
            IsDefault = rule.IsDefault,
            Match = rule.Match,
            Priority = rule.Priority,
            Action = rule.Action,
            CreatedAt = rule.CreatedAt,
            LastUpdatedAt = rule.LastUpdatedAt,
        };
    }

    public static Decision<ListRulesResponse> List(ListRulesRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
                realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal)
            || !Page<ListenerRule>.TryCut(
                VpcLatticeApi.ListRules,
                request,
                given,
                realm.Of<ListenerRule>().Under(listener.Id),
                out var page,
                out refusal))
        {
            return refusal;
        }

        return new ListRulesResponse { Items = [.. page.Resources.Select(Summary)], NextToken = page.NextToken };
    }

    private static RuleSummary Summary(ListenerRule rule) => new()
    {
        Arn = rule.Arn,
        Id = rule.Id,
        Name = rule.Name,
        IsDefault = rule.IsDefault,
        Priority = rule.Priority,
        CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt,
    };
}
