using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes an interface that nobody uses; an elastic address that maps to it becomes free.</summary>
internal static class DeleteNetworkInterface
{
    public static Decision<Nothing> Decide(Shape.DeleteNetworkInterfaceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<NetworkInterface>().TryGet(request.NetworkInterfaceId, out var networkInterface))
        {
            return new Ec2Error.NotFound(Noun.NetworkInterface, request.NetworkInterfaceId ?? "");
        }

        if (ModifyNetworkInterfaceAttribute.ManagedError(networkInterface) is { } managedError)
        {
            return managedError;
        }

        if (networkInterface.InUse)
        {
            return new Ec2Error.InterfaceInUse(networkInterface.NetworkInterfaceId, networkInterface.Owner);
        }

        var removal = Done.Remove<NetworkInterface>(given.Scope, networkInterface.NetworkInterfaceId);
        return ElasticIps.Of(realm, networkInterface.NetworkInterfaceId) is { } address
            ? Done.With(new Change.Put(given.Scope, address.Disassociated()), removal)
            : Done.With(removal);
    }
}
