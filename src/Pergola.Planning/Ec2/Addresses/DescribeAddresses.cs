using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists elastic addresses.</summary>
internal static class DescribeAddresses
{
    public static Decision<Shape.DescribeAddressesResult> Decide(
        Shape.DescribeAddressesRequest request, Snapshot snapshot, Given given)
    {
        var scope = given.Scope;
        var addresses = snapshot.In(scope).Of<ElasticIp>().All.ToArray();
        if (request.PublicIps is { Count: > 0 } asked)
        {
            if (asked.FirstOrDefault(ip => addresses.All(each => each.PublicIp != ip)) is { } absent)
            {
                return new Ec2Error.AddressNotFound(absent);
            }

            addresses = [.. addresses.Where(address => asked.Contains(address.PublicIp))];
        }

        return Catalog.Of<ElasticIp>(Noun.ElasticIp, (address, name) => Values(scope, address, name)).Search(
            addresses,
            new Query(request.AllocationIds, request.Filters),
            (found, _) => new Shape.DescribeAddressesResult
            {
                Addresses = [.. found.Select(address => View(scope, address))],
            });
    }

    private static IEnumerable<string?>? Values(Scope scope, ElasticIp address, string name) => name switch
    {
        "allocation-id" => [address.AllocationId],
        "association-id" => [address.AssociationId],
        "domain" => ["vpc"],
        "instance-id" => [],
        "network-border-group" => [scope.Region],
        "network-interface-id" => [address.NetworkInterfaceId],
        "network-interface-owner-id" => [address.NetworkInterfaceId is null ? null : scope.Account],
        "private-ip-address" => [address.PrivateIpAddress],
        "public-ip" => [address.PublicIp],
        _ => null,
    };

    private static Shape.Address View(Scope scope, ElasticIp address) => new()
    {
        AllocationId = address.AllocationId,
        AssociationId = address.AssociationId,
        Domain = "vpc",
        PublicIp = address.PublicIp,
        PublicIpv4Pool = AllocateAddress.PoolName,
        NetworkBorderGroup = scope.Region,
        NetworkInterfaceId = address.NetworkInterfaceId,
        NetworkInterfaceOwnerId = address.NetworkInterfaceId is null ? null : scope.Account,
        PrivateIpAddress = address.PrivateIpAddress,
        InstanceId = "",
        Tags = TagList.Write(address.Tags),
    };
}
