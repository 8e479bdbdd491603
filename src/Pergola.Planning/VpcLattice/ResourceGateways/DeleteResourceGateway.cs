using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// DeleteResourceGateway: refused while a resource configuration uses it; its interfaces go with it, once the node has
/// let go.
/// </summary>
internal static class DeleteResourceGateway
{
    public static Decision<DeleteResourceGatewayResponse> Decide(
        DeleteResourceGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ResourceGateway>(
            realm, request.ResourceGatewayIdentifier, out var gateway, out var refusal))
        {
            return refusal;
        }

        if (gateway.Status is ResourceGatewayStatus.CreateInProgress or ResourceGatewayStatus.UpdateInProgress)
        {
            return LatticeError.Conflict.Status(gateway, gateway.Status);
        }

        if (LatticeError.Conflict.Blocked<ResourceGateway>(
            gateway.Id,
            $"Resource gateway {gateway.Id}",
            (
                "is used by resource configuration(s)",
                Associations.Ids(ConfigurationFamily.Through(realm, gateway.Id)))) is { } blocked)
        {
            return blocked;
        }

        var leaving = gateway with
        {
            Status = ResourceGatewayStatus.DeleteInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        };
        ImmutableArray<Change> changes = gateway.Status == leaving.Status
            ? []
            : [new Change.Put(given.Scope, leaving)];
        return new Decision<DeleteResourceGatewayResponse>.Accept(
            new DeleteResourceGatewayResponse
            {
                Id = leaving.Id,
                Arn = leaving.Arn,
                Name = leaving.Name,
                Status = leaving.Status,
            },
            changes);
    }
}
