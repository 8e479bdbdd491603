using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetAccessLogSubscription and ListAccessLogSubscriptions, which lists those of one resource.</summary>
internal static class ReadAccessLogSubscriptions
{
    public static Decision<GetAccessLogSubscriptionResponse> Get(
        GetAccessLogSubscriptionRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<AccessLogSubscription>(
            snapshot.In(given.Scope), request.AccessLogSubscriptionIdentifier, out var existing, out var refusal))
        {
            return refusal;
        }

        return new GetAccessLogSubscriptionResponse
        {
            Id = existing.Id,
            Arn = existing.Arn,
            ResourceId = existing.ResourceId,
            ResourceArn = existing.ResourceArn,
            DestinationArn = existing.DestinationArn,
            ServiceNetworkLogType = existing.ServiceNetworkLogType,
            CreatedAt = existing.CreatedAt,
            LastUpdatedAt = existing.LastUpdatedAt,
        };
    }

    // The operation has no error for a resource that does not exist: it has no subscriptions.
    public static Decision<ListAccessLogSubscriptionsResponse> List(
        ListAccessLogSubscriptionsRequest request, Snapshot snapshot, Given given)
    {
        var subscriptions = snapshot.In(given.Scope).Of<AccessLogSubscription>()
            .Under(LatticeIds.IdIn(request.ResourceIdentifier));
        if (!Page<AccessLogSubscription>.TryCut(
            VpcLatticeApi.ListAccessLogSubscriptions, request, given, subscriptions, out var page, out var refusal))
        {
            return refusal;
        }

        return new ListAccessLogSubscriptionsResponse
        {
            Items = [.. page.Resources.Select(Summary)],
            NextToken = page.NextToken,
        };
    }

    private static AccessLogSubscriptionSummary Summary(AccessLogSubscription subscription) => new()
    {
        Id = subscription.Id,
        Arn = subscription.Arn,
        ResourceId = subscription.ResourceId,
        ResourceArn = subscription.ResourceArn,
        DestinationArn = subscription.DestinationArn,
        ServiceNetworkLogType = subscription.ServiceNetworkLogType,
        CreatedAt = subscription.CreatedAt,
        LastUpdatedAt = subscription.LastUpdatedAt,
    };
}
