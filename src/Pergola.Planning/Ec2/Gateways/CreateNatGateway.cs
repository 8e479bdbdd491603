using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Makes a NAT gateway with an interface of its own. What AWS finds out later and shows as <c>failed</c> (no internet
/// gateway, an address in use) is refused at once.
/// </summary>
internal static class CreateNatGateway
{
    public static Decision<Shape.CreateNatGatewayResult> Decide(
        Shape.CreateNatGatewayRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (request.ClientToken is { } token
            && realm.Of<NatGateway>().All.FirstOrDefault(each => each.ClientToken == token) is { } earlier)
        {
            return Answer(earlier);
        }

        if (!realm.Of<Subnet>().TryGet(request.SubnetId, out var subnet))
        {
            return new Ec2Error.NotFound(Noun.Subnet, request.SubnetId ?? "");
        }

        if (AddressError(realm, subnet, request, out var address) is { } addressError)
        {
            return addressError;
        }

        if (TagList.Read(request.TagSpecifications, Noun.NatGateway, out var tags) is { } tagError)
        {
            return tagError;
        }

        var natGatewayId = Mint.ResourceId(Noun.NatGateway.Prefix, given.Entropy);
        var outcome = InterfaceAllocation.Allocate(
            snapshot, given.Scope, Interface(request, subnet, natGatewayId), given.Now, given.Entropy);
        if (outcome is not InterfaceOutcome.Allocated(var allocated))
        {
            return ((InterfaceOutcome.Refused)outcome).Error;
        }

        var gateway = new NatGateway
        {
            NatGatewayId = natGatewayId,
            VpcId = subnet.VpcId,
            SubnetId = subnet.SubnetId,
            NetworkInterfaceId = allocated.NetworkInterfaceId,
            PrivateIpAddress = allocated.PrivateIpAddress,
            ConnectivityType = request.ConnectivityType ?? "public",
            AllocationId = address?.AllocationId,
            AssociationId = address is null ? null : Mint.ResourceId("eipassoc-", given.Entropy),
            PublicIp = address?.PublicIp,
            State = NatGatewayState.Pending,
            AwaitedRevision = snapshot.Revision + 1,
            CreatedAt = given.Now,
            ClientToken = request.ClientToken,
            Tags = tags,
        };
        return Accept(gateway, allocated, address, given);
    }

    private static InterfaceRequest Interface(
        Shape.CreateNatGatewayRequest request, Subnet subnet, string natGatewayId) => new(
            subnet.SubnetId,
            [],
            $"Interface for NAT Gateway {natGatewayId}",
            $"nat/{natGatewayId}",
            Sandbox: null,
            RequesterId: "amazon-vpc",
            InterfaceType: "nat_gateway",
            PrivateIpAddress: request.PrivateIpAddress);

    private static Decision<Shape.CreateNatGatewayResult>.Accept Accept(
        NatGateway gateway, NetworkInterface allocated, ElasticIp? address, Given given)
    {
        // A NAT gateway's interface carries no security group.
        var bare = new Change.Put(given.Scope, allocated with { SecurityGroupIds = [] });
        var put = new Change.Put(given.Scope, gateway);
        return address is null
            ? new(Answer(gateway), [bare, put])
            : new(Answer(gateway), [bare, put, new Change.Put(given.Scope, address with
            {
                AssociationId = gateway.AssociationId,
                NetworkInterfaceId = allocated.NetworkInterfaceId,
                PrivateIpAddress = allocated.PrivateIpAddress,
            })]);
    }

    private static Shape.CreateNatGatewayResult Answer(NatGateway gateway) =>
        new() { ClientToken = gateway.ClientToken, NatGateway = NatGatewayView.Of(gateway) };

    private static Ec2Error? AddressError(
        Realm realm, Subnet subnet, Shape.CreateNatGatewayRequest request, out ElasticIp? address)
    {
        address = null;
        if (request.SecondaryAllocationIds is { Count: > 0 } || request.SecondaryPrivateIpAddresses is { Count: > 0 }
            || request.SecondaryPrivateIpAddressCount > 0 || request.AvailabilityMode is not (null or "zonal"))
        {
            return new Ec2Error.Unsupported("Secondary addresses and regional NAT gateways are not supported.");
        }

        if (request.ConnectivityType is not (null or "public" or "private"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.ConnectivityType}) for parameter connectivityType is invalid. "
                + "It must be public or private.");
        }

        if (request.ConnectivityType == "private")
        {
            return request.AllocationId is null
                ? null
                : new Ec2Error.InvalidParameterCombination("A private NAT gateway takes no allocationId.");
        }

        if (request.AllocationId is null)
        {
            return new Ec2Error.MissingParameter("allocationId");
        }

        if (!realm.Of<ElasticIp>().TryGet(request.AllocationId, out address))
        {
            return new Ec2Error.NotFound(Noun.ElasticIp, request.AllocationId);
        }

        if (address.AssociationId is not null)
        {
            return new Ec2Error.AlreadyAssociated(
                $"Elastic IP address [{address.AllocationId}] is already associated with {address.NetworkInterfaceId}");
        }

        return realm.Of<InternetGateway>().Under(subnet.VpcId).Any()
            ? null
            : new Ec2Error.NoInternetGateway(subnet.VpcId);
    }
}
