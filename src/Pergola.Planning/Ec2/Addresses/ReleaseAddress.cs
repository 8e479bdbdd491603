using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives back an elastic address that maps to nothing.</summary>
internal static class ReleaseAddress
{
    public static Decision<Nothing> Decide(Shape.ReleaseAddressRequest request, Snapshot snapshot, Given given)
    {
        if (ElasticIps.Named(
            snapshot.In(given.Scope), request.AllocationId, request.PublicIp, out var address) is { } error)
        {
            return error;
        }

        return address!.NetworkInterfaceId is { } interfaceId
            ? new Ec2Error.AddressInUse(address.AllocationId, interfaceId)
            : Done.With(Done.Remove<ElasticIp>(given.Scope, address.AllocationId));
    }
}
