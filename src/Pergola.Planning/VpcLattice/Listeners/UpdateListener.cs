using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateListener: only the default action can change.</summary>
internal static class UpdateListener
{
    public static Decision<UpdateListenerResponse> Decide(UpdateListenerRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
            realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal))
        {
            return refusal;
        }

        var action = new RuleActions(realm, listener.ServiceId, listener.Protocol)
            .Normalize("defaultAction", request.DefaultAction);
        if ((action.Refused ?? GroupsOfService.Refuse(
            realm, given, listener.ServiceId, action.Action, listener.DefaultRuleId)) is { } refused)
        {
            return refused;
        }

        var rule = realm.Of<ListenerRule>()[listener.DefaultRuleId];
        return new Decision<UpdateListenerResponse>.Accept(
            new UpdateListenerResponse
            {
                Arn = listener.Arn,
                Id = listener.Id,
                Name = listener.Name,
                Protocol = listener.Protocol,
                Port = listener.Port,
                ServiceArn = realm.Of<LatticeService>()[listener.ServiceId].Arn,
                ServiceId = listener.ServiceId,
                DefaultAction = action.Action,
            },
            [
                new Change.Put(given.Scope, listener with { LastUpdatedAt = given.Now }),
                new Change.Put(given.Scope, rule with { Action = action.Action, LastUpdatedAt = given.Now }),
            ]);
    }
}
