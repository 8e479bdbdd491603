using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetListener and ListListeners.</summary>
internal static class ReadListeners
{
    public static Decision<GetListenerResponse> Get(GetListenerRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFindListener(
            realm, request.ServiceIdentifier, request.ListenerIdentifier, out var listener, out var refusal))
        {
            return refusal;
        }

        return new GetListenerResponse
        {
            Arn = listener.Arn,
            Id = listener.Id,
            Name = listener.Name,
            Protocol = listener.Protocol,
            Port = listener.Port,
            ServiceArn = realm.Of<LatticeService>()[listener.ServiceId].Arn,
            ServiceId = listener.ServiceId,
            DefaultAction = realm.Of<ListenerRule>()[listener.DefaultRuleId].Action,
            CreatedAt = listener.CreatedAt,
            LastUpdatedAt = listener.LastUpdatedAt,
        };
    }

    public static Decision<ListListenersResponse> List(ListListenersRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<LatticeService>(realm, request.ServiceIdentifier, out var service, out var refusal)
            || !Page<Listener>.TryCut(
                VpcLatticeApi.ListListeners,
                request,
                given,
                realm.Of<Listener>().Under(service.Id),
                out var page,
                out refusal))
        {
            return refusal;
        }

        return new ListListenersResponse { Items = [.. page.Resources.Select(Summary)], NextToken = page.NextToken };
    }

    private static ListenerSummary Summary(Listener listener) => new()
    {
        Arn = listener.Arn,
        Id = listener.Id,
        Name = listener.Name,
        Protocol = listener.Protocol,
        Port = listener.Port,
        CreatedAt = listener.CreatedAt,
        LastUpdatedAt = listener.LastUpdatedAt,
    };
}
