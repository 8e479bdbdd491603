using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>UpdateServiceNetwork: only the auth type can change.</summary>
internal static class UpdateServiceNetwork
{
    public static Decision<UpdateServiceNetworkResponse> Decide(
        UpdateServiceNetworkRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFind<ServiceNetwork>(
            snapshot.In(given.Scope), request.ServiceNetworkIdentifier, out var network, out var refusal))
        {
            return refusal;
        }

        var updated = network with { AuthType = request.AuthType, LastUpdatedAt = given.Now };
        return new Decision<UpdateServiceNetworkResponse>.Accept(
            new UpdateServiceNetworkResponse
            {
                Id = updated.Id,
                Name = updated.Name,
                Arn = updated.Arn,
                AuthType = updated.AuthType,
            },
            [new Change.Put(given.Scope, updated)]);
    }
}
