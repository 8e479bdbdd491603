using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>A NAT gateway as the API shows it.</summary>
internal static class NatGatewayView
{
    public static Shape.NatGateway Of(NatGateway gateway) => new()
    {
        NatGatewayId = gateway.NatGatewayId,
        VpcId = gateway.VpcId,
        SubnetId = gateway.SubnetId,
        State = gateway.State,
        ConnectivityType = gateway.ConnectivityType,
        AvailabilityMode = "zonal",
        CreateTime = gateway.CreatedAt,
        DeleteTime = gateway.DeletedAt,
        NatGatewayAddresses =
        [
            new Shape.NatGatewayAddress
            {
                IsPrimary = true,
                AllocationId = gateway.AllocationId,
                AssociationId = gateway.AssociationId,
                NetworkInterfaceId = gateway.NetworkInterfaceId,
                PrivateIp = gateway.PrivateIpAddress,
                PublicIp = gateway.PublicIp,
                Status = gateway.Stands ? "succeeded" : "disassociating",
            },
        ],
        Tags = TagList.Write(gateway.Tags),
    };
}
