using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists network interfaces, those included that services made.</summary>
internal static class DescribeNetworkInterfaces
{
    public static Decision<Shape.DescribeNetworkInterfacesResult> Decide(
        Shape.DescribeNetworkInterfacesRequest request, Snapshot snapshot, Given given)
    {
        var (scope, realm) = (given.Scope, snapshot.In(given.Scope));
        var catalog = Catalog.Of<NetworkInterface>(
            Noun.NetworkInterface, (each, name) => Values(each, NetworkInterfaceView.Of(scope, realm, each), name));
        return catalog.Search(
            realm.Of<NetworkInterface>().All,
            new Query(request.NetworkInterfaceIds, request.Filters, request.MaxResults, request.NextToken),
            (found, next) => new Shape.DescribeNetworkInterfacesResult
            {
                NetworkInterfaces = [.. found.Select(each => NetworkInterfaceView.Of(scope, realm, each))],
                NextToken = next,
            });
    }

    private static IEnumerable<string?>? Values(NetworkInterface kept, Shape.NetworkInterface view, string name) =>
        name switch
        {
            "network-interface-id" => [view.NetworkInterfaceId],
            "subnet-id" => [view.SubnetId],
            "vpc-id" => [view.VpcId],
            "group-id" => kept.SecurityGroupIds,
            "group-name" => view.Groups!.Select(group => group.GroupName),
            "description" => [view.Description],
            "status" => [view.Status],
            "availability-zone" => [view.AvailabilityZone],
            "availability-zone-id" => [view.AvailabilityZoneId],
            "interface-type" => [view.InterfaceType],
            "mac-address" => [view.MacAddress],
            "owner-id" => [view.OwnerId],
            "private-ip-address" => [view.PrivateIpAddress],
            "addresses.private-ip-address" => kept.AllAddresses(),
            "addresses.primary" => kept.SecondaryAddresses.IsEmpty ? ["true"] : ["true", "false"],
            "private-dns-name" => [view.PrivateDnsName],
            "requester-id" => [view.RequesterId],
            "requester-managed" => [Ec2Filter.Word(kept.RequesterManaged)],
            "source-dest-check" => [Ec2Filter.Word(kept.SourceDestCheck)],
            "association.allocation-id" => [view.Association?.AllocationId],
            "association.association-id" => [view.Association?.AssociationId],
            "association.public-ip" or "addresses.association.public-ip" => [view.Association?.PublicIp],
            "association.ip-owner-id" => [view.Association?.IpOwnerId],
            "attachment.attachment-id" => [view.Attachment?.AttachmentId],
            "attachment.status" => [view.Attachment?.Status],
            "attachment.instance-owner-id" => [view.Attachment?.InstanceOwnerId],
            "attachment.instance-id" => [],
            _ => null,
        };
}
