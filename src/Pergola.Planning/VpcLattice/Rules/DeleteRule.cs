using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteRule: gone at once. The default rule goes only with its listener.</summary>
internal static class DeleteRule
{
    public static Decision<DeleteRuleResponse> Decide(DeleteRuleRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
                realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal)
            || !LatticeLookup.TryFindRule(realm, listener, request.RuleIdentifier, out var rule, out refusal))
        {
            return refusal;
        }

        if (rule.IsDefault)
        {
            return LatticeError.Conflict.With<ListenerRule>(
                rule.Id, $"Rule {rule.Id} is the default rule of {listener.Id}; it is deleted with its listener.");
        }

        return new Decision<DeleteRuleResponse>.Accept(
            new DeleteRuleResponse(), [new Change.Remove(given.Scope, ResourceKinds.For<ListenerRule>(), rule.Id)]);
    }
}
