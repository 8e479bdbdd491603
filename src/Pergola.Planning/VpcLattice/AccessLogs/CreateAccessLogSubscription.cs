using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// CreateAccessLogSubscription: there at once. A resource has one subscription per kind of destination, a service
/// network one per kind and log type.
/// </summary>
internal static class CreateAccessLogSubscription
{
    public static Decision<CreateAccessLogSubscriptionResponse> Decide(
        CreateAccessLogSubscriptionRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<AccessLogSubscription>(
            VpcLatticeApi.CreateAccessLogSubscription, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<AccessLogSubscription>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (!Shareable.TryFind(realm, request.ResourceIdentifier, out var source, out var refusal)
            || !AccessLogDestination.TryRead(request.DestinationArn, snapshot, given, out var destination, out refusal))
        {
            return refusal;
        }

        var logType = source is ServiceNetwork
            ? request.ServiceNetworkLogType ?? ServiceNetworkLogType.Service
            : null;
        if (Refuse(request, realm, source, destination.Kind, logType) is { } refused)
        {
            return refused;
        }

        var id = Mint.ResourceId(LatticeIds.AccessLogSubscription, given.Entropy);
        var made = new AccessLogSubscription
        {
            SubscriptionId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "accesslogsubscription", id),
            ResourceId = source.Id,
            ResourceArn = source.Arn,
            DestinationArn = request.DestinationArn,
            ServiceNetworkLogType = logType,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateAccessLogSubscriptionResponse>.Accept(
            Response(made), [new Change.Put(given.Scope, made), .. token.Remember(given, id)]);
    }

    private static LatticeError? Refuse(
        CreateAccessLogSubscriptionRequest request,
        Realm realm,
        LatticeResource source,
        AccessLogDestinationKind kind,
        string? logType)
    {
        if (request.ServiceNetworkLogType is { } given && source is not ServiceNetwork)
        {
            return LatticeError.Validation.Of(
                "serviceNetworkLogType",
                $"serviceNetworkLogType {given} is for service networks only; {source.Id} is none, so leave it out.");
        }

        var rival = realm.Of<AccessLogSubscription>().Under(source.Id).FirstOrDefault(
            other => other.ServiceNetworkLogType == logType
                && AccessLogDestination.Read(other.DestinationArn)?.Kind == kind);
        return rival is null ? LatticeTags.Refuse(request.Tags) : LatticeError.Conflict.With<AccessLogSubscription>(
            rival.Id,
            $"{source.Id} already has an access log subscription to a destination of that kind: {rival.Id} to "
            + $"{rival.DestinationArn}. Update that one, or delete it first.");
    }

    private static CreateAccessLogSubscriptionResponse Response(AccessLogSubscription made) => new()
    {
        Id = made.Id,
        Arn = made.Arn,
        ResourceId = made.ResourceId,
        ResourceArn = made.ResourceArn,
        ServiceNetworkLogType = made.ServiceNetworkLogType,
        DestinationArn = made.DestinationArn,
    };
}
