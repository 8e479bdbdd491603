using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Lists subnets.</summary>
internal static class DescribeSubnets
{
    public static Decision<Shape.DescribeSubnetsResult> Decide(
        Shape.DescribeSubnetsRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var catalog = Catalog.Of<Subnet>(Noun.Subnet, (subnet, name) => Values(given.Scope, realm, subnet, name));
        return catalog.Search(
            realm.Of<Subnet>().All,
            new Query(request.SubnetIds, request.Filters, request.MaxResults, request.NextToken),
            (subnets, next) => new Shape.DescribeSubnetsResult
            {
                Subnets = [.. subnets.Select(subnet => SubnetView.Of(given.Scope, realm, subnet))],
                NextToken = next,
            });
    }

    private static IEnumerable<string?>? Values(Scope scope, Realm realm, Subnet subnet, string name) => name switch
    {
        "subnet-id" => [subnet.SubnetId],
        "vpc-id" => [subnet.VpcId],
        "cidr" or "cidr-block" or "cidrBlock" => [subnet.CidrBlock],
        "availability-zone" or "availabilityZone" => [subnet.AvailabilityZone],
        "availability-zone-id" or "availabilityZoneId" => [Zones.IdOf(scope, subnet.AvailabilityZone)],
        "available-ip-address-count" => [$"{InterfaceAllocation.FreeAddresses(realm, subnet)}"],
        "default-for-az" or "defaultForAz" => ["false"],
        "map-public-ip-on-launch" => [Ec2Filter.Word(subnet.MapPublicIpOnLaunch)],
        "owner-id" => [scope.Account],
        "state" => ["available"],
        "subnet-arn" => [Arn.Of("ec2", scope, $"subnet/{subnet.SubnetId}")],
        _ => null,
    };
}
