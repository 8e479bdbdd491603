using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteListener: gone at once with its rules, so the groups it forwarded to are free at once.</summary>
internal static class DeleteListener
{
    public static Decision<DeleteListenerResponse> Decide(
        DeleteListenerRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        return LatticeLookup.TryFindListener(
            realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal)
            ? new Decision<DeleteListenerResponse>.Accept(
                new DeleteListenerResponse(), [.. Removal(given.Scope, realm, listener)])
            : refusal;
    }

    /// <summary>The changes that remove a listener and its rules.</summary>
    public static IEnumerable<Change> Removal(Scope scope, Realm realm, Listener listener) =>
    [
        .. realm.Of<ListenerRule>().Under(listener.Id)
            .Select(rule => new Change.Remove(scope, ResourceKinds.For<ListenerRule>(), rule.Id)),
        new Change.Remove(scope, ResourceKinds.For<Listener>(), listener.Id),
    ];
}
