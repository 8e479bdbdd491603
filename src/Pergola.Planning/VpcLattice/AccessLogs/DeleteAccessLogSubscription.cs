using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>DeleteAccessLogSubscription: gone at once.</summary>
internal static class DeleteAccessLogSubscription
{
    public static Decision<DeleteAccessLogSubscriptionResponse> Decide(
        DeleteAccessLogSubscriptionRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<AccessLogSubscription>(
            snapshot.In(given.Scope), request.AccessLogSubscriptionIdentifier, out var existing, out var refusal))
        {
            return refusal;
        }

        return new Decision<DeleteAccessLogSubscriptionResponse>.Accept(
            new DeleteAccessLogSubscriptionResponse(),
            [new Change.Remove(given.Scope, ResourceKinds.For<AccessLogSubscription>(), existing.Id)]);
    }
}
