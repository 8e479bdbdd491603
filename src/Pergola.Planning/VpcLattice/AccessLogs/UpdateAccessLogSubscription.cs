using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateAccessLogSubscription: another destination of the same kind.</summary>
internal static class UpdateAccessLogSubscription
{
    public static Decision<UpdateAccessLogSubscriptionResponse> Decide(
        UpdateAccessLogSubscriptionRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<AccessLogSubscription>(
                snapshot.In(given.Scope), request.AccessLogSubscriptionIdentifier, out var existing, out var refusal)
            || !AccessLogDestination.TryRead(request.DestinationArn, snapshot, given, out var destination, out refusal))
        {
            return refusal;
        }

        if (AccessLogDestination.Read(existing.DestinationArn)?.Kind != destination.Kind)
        {
            return LatticeError.Conflict.With<AccessLogSubscription>(
                existing.Id,
                $"The destination of {existing.Id} cannot change its kind from {existing.DestinationArn} to "
                + $"{request.DestinationArn}. Create another subscription, then delete this one.");
        }

        var updated = existing with { DestinationArn = request.DestinationArn, LastUpdatedAt = given.Now };
        return new Decision<UpdateAccessLogSubscriptionResponse>.Accept(
            new UpdateAccessLogSubscriptionResponse
            {
                Id = updated.Id,
                Arn = updated.Arn,
                ResourceId = updated.ResourceId,
                ResourceArn = updated.ResourceArn,
                DestinationArn = updated.DestinationArn,
            },
            [new Change.Put(given.Scope, updated)]);
    }
}
