using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Takes an elastic address from its interface.</summary>
internal static class DisassociateAddress
{
    public static Decision<Nothing> Decide(Shape.DisassociateAddressRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (request.AssociationId is null && request.PublicIp is null)
        {
            return new Ec2Error.MissingParameter("associationId");
        }

        var address = realm.Of<ElasticIp>().All.FirstOrDefault(each => request.AssociationId is { } associationId
            ? each.AssociationId == associationId
            : each.PublicIp == request.PublicIp);
        if (address?.NetworkInterfaceId is not { } interfaceId)
        {
            return new Ec2Error.AssociationNotFound(request.AssociationId ?? request.PublicIp!);
        }

        return realm.Of<NetworkInterface>().Find(interfaceId) is { RequesterManaged: true } managed
            ? new Ec2Error.NotPermitted(
                $"Address {address.PublicIp} belongs to {interfaceId}, "
                + $"which {managed.RequesterId} manages for {managed.Owner}.")
            : Done.With(new Change.Put(given.Scope, address.Disassociated()));
    }
}
