using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Maps an elastic address to an interface. An address that maps elsewhere moves, unless that is forbidden.
/// </summary>
internal static class AssociateAddress
{
    public static Decision<Shape.AssociateAddressResult> Decide(
        Shape.AssociateAddressRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (ElasticIps.Named(realm, request.AllocationId, request.PublicIp, out var address) is { } addressError)
        {
            return addressError;
        }

        if (request.InstanceId is { } instanceId)
        {
            return new Ec2Error.NotFound(Noun.Instance, instanceId);
        }

        if (!realm.Of<NetworkInterface>().TryGet(request.NetworkInterfaceId, out var networkInterface))
        {
            return new Ec2Error.NotFound(Noun.NetworkInterface, request.NetworkInterfaceId ?? "");
        }

        if (TargetError(realm, networkInterface, address!, request) is { } targetError)
        {
            return targetError;
        }

        if (address!.NetworkInterfaceId == networkInterface.NetworkInterfaceId)
        {
            return new Shape.AssociateAddressResult { AssociationId = address.AssociationId };
        }

        var associationId = Mint.ResourceId("eipassoc-", given.Entropy);
        return new Decision<Shape.AssociateAddressResult>.Accept(
            new Shape.AssociateAddressResult { AssociationId = associationId },
            [new Change.Put(given.Scope, address with
            {
                AssociationId = associationId,
                NetworkInterfaceId = networkInterface.NetworkInterfaceId,
                PrivateIpAddress = networkInterface.PrivateIpAddress,
            })]);
    }

    private static Ec2Error? TargetError(
        Realm realm, NetworkInterface networkInterface, ElasticIp address, Shape.AssociateAddressRequest request)
    {
        var interfaceId = networkInterface.NetworkInterfaceId;
        if (networkInterface.RequesterManaged)
        {
            return new Ec2Error.NotPermitted(
                $"{interfaceId} is managed by {networkInterface.RequesterId} for {networkInterface.Owner}.");
        }

        if (request.PrivateIpAddress is { } asked && asked != networkInterface.PrivateIpAddress)
        {
            return new Ec2Error.InvalidParameterValue(
                $"Address {asked} is not an address of {interfaceId}; "
                + $"its address is {networkInterface.PrivateIpAddress}.");
        }

        if (!realm.Of<InternetGateway>().Under(networkInterface.VpcId).Any())
        {
            return new Ec2Error.NoInternetGateway(networkInterface.VpcId);
        }

        if (ElasticIps.Of(realm, interfaceId) is { } other && other.AllocationId != address.AllocationId)
        {
            return new Ec2Error.AlreadyAssociated(
                $"resource {interfaceId} is already associated with address {other.AllocationId}");
        }

        return address.NetworkInterfaceId is { } holder && holder != interfaceId
            && (request.AllowReassociation == false
                || realm.Of<NetworkInterface>().Find(holder) is { RequesterManaged: true })
            ? new Ec2Error.AlreadyAssociated($"resource {address.AllocationId} is already associated with {holder}")
            : null;
    }
}
