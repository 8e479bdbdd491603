using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>A network interface as the API shows it.</summary>
internal static class NetworkInterfaceView
{
    public static Shape.NetworkInterface Of(Scope scope, Realm realm, NetworkInterface networkInterface)
    {
        var zone = realm.Of<Subnet>()[networkInterface.SubnetId].AvailabilityZone;
        var association = Association(scope, realm, networkInterface);
        var name = PrivateDnsName(scope, realm, networkInterface, networkInterface.PrivateIpAddress);
        return new Shape.NetworkInterface
        {
            NetworkInterfaceId = networkInterface.NetworkInterfaceId,
            VpcId = networkInterface.VpcId,
            SubnetId = networkInterface.SubnetId,
            AvailabilityZone = zone,
            AvailabilityZoneId = Zones.IdOf(scope, zone),
            OwnerId = scope.Account,
            RequesterId = networkInterface.RequesterId,
            RequesterManaged = networkInterface.RequesterManaged,
            InterfaceType = networkInterface.InterfaceType,
            Description = networkInterface.Description,
            Status = Status(networkInterface),
            MacAddress = networkInterface.MacAddress,
            PrivateIpAddress = networkInterface.PrivateIpAddress,
            PrivateDnsName = name,
            PrivateIpAddresses =
            [
                new Shape.NetworkInterfacePrivateIpAddress
                {
                    Primary = true,
                    PrivateIpAddress = networkInterface.PrivateIpAddress,
                    PrivateDnsName = name,
                    Association = association,
                },
                .. networkInterface.SecondaryAddresses.Select(address => new Shape.NetworkInterfacePrivateIpAddress
                {
                    Primary = false,
                    PrivateIpAddress = address,
                    PrivateDnsName = PrivateDnsName(scope, realm, networkInterface, address),
                }),
            ],
            Ipv6Addresses = [],
            Association = association,
            Attachment = Attachment(scope, networkInterface),
            SourceDestCheck = networkInterface.SourceDestCheck,
            Groups = Groups(realm, networkInterface),
            TagSet = TagList.Write(networkInterface.Tags),
        };
    }

    public static string Status(NetworkInterface networkInterface) => networkInterface.InUse ? "in-use" : "available";

    public static IReadOnlyList<Shape.GroupIdentifier> Groups(Realm realm, NetworkInterface networkInterface) =>
    [
        .. networkInterface.SecurityGroupIds.Select(groupId => new Shape.GroupIdentifier
        {
            GroupId = groupId,
            GroupName = realm.Of<SecurityGroup>()[groupId].GroupName,
        }),
    ];

    /// <summary>
    /// An interface that a service uses is attached to a machine of that service, which has no id of ours.
    /// </summary>
    public static Shape.NetworkInterfaceAttachment? Attachment(Scope scope, NetworkInterface networkInterface) =>
        !networkInterface.InUse ? null : new Shape.NetworkInterfaceAttachment
        {
            AttachmentId = AttachmentId(networkInterface),
            AttachTime = networkInterface.CreatedAt,
            DeleteOnTermination = networkInterface.RequesterManaged,
            DeviceIndex = 1,
            InstanceOwnerId = networkInterface.RequesterId ?? scope.Account,
            Status = "attached",
        };

    public static string AttachmentId(NetworkInterface networkInterface) =>
        $"eni-attach-{networkInterface.NetworkInterfaceId[Noun.NetworkInterface.Prefix.Length..]}";

    private static string? PrivateDnsName(
        Scope scope, Realm realm, NetworkInterface networkInterface, string address)
    {
        if (!realm.Of<Vpc>()[networkInterface.VpcId].EnableDnsHostnames)
        {
            return null;
        }

        var domain = scope.Region == "us-east-1" ? "ec2.internal" : $"{scope.Region}.compute.internal";
        return $"ip-{address.Replace('.', '-')}.{domain}";
    }

    private static Shape.NetworkInterfaceAssociation? Association(
        Scope scope, Realm realm, NetworkInterface networkInterface)
    {
        if (ElasticIps.Of(realm, networkInterface.NetworkInterfaceId) is { } address)
        {
            return new Shape.NetworkInterfaceAssociation
            {
                AllocationId = address.AllocationId,
                AssociationId = address.AssociationId,
                PublicIp = address.PublicIp,
                IpOwnerId = scope.Account,
            };
        }

        return networkInterface.PublicIpAddress is { } publicIp
            ? new Shape.NetworkInterfaceAssociation { PublicIp = publicIp, IpOwnerId = "amazon" }
            : null;
    }
}
