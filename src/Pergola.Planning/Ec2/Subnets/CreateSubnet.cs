using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes a subnet within its VPC's networks and apart from its siblings.</summary>
internal static class CreateSubnet
{
    public static Decision<Shape.CreateSubnetResult> Decide(
        Shape.CreateSubnetRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        if (request.Ipv6CidrBlock is not null || request.Ipv6Native == true || request.OutpostArn is not null)
        {
            return new Ec2Error.Unsupported("IPv6 subnets and Outposts are not supported; give an IPv4 CidrBlock.");
        }

        if (NetworkError(realm, vpc, request.CidrBlock, out var cidr) is { } networkError)
        {
            return networkError;
        }

        if (ZoneError(given.Scope, request, out var zone) is { } zoneError)
        {
            return zoneError;
        }

        if (TagList.Read(request.TagSpecifications, Noun.Subnet, out var tags) is { } tagError)
        {
            return tagError;
        }

        var subnet = Of(vpc.VpcId, cidr!, zone, given) with { Tags = tags };
        return new Decision<Shape.CreateSubnetResult>.Accept(
            new Shape.CreateSubnetResult { Subnet = SubnetView.Of(given.Scope, realm, subnet) },
            Changes(realm.Of<NetworkAcl>().Under(vpc.VpcId).First(acl => acl.IsDefault), [subnet], given));
    }

    /// <summary>A subnet as EC2 makes one when nothing else is asked.</summary>
    public static Subnet Of(string vpcId, Cidr cidr, Zone zone, Given given) => new()
    {
        SubnetId = Mint.ResourceId(Noun.Subnet.Prefix, given.Entropy),
        VpcId = vpcId,
        CidrBlock = cidr.ToString(),
        AvailabilityZone = zone.Name,
    };

    /// <summary>Puts the subnets, and ties each to the VPC's default network ACL.</summary>
    public static ImmutableArray<Change> Changes(NetworkAcl acl, ImmutableArray<Subnet> subnets, Given given) =>
    [
        .. subnets.Select(subnet => new Change.Put(given.Scope, subnet)),
        new Change.Put(given.Scope, acl with
        {
            Associations =
            [
                .. acl.Associations,
                .. subnets.Select(subnet => new NetworkAclAssociation(
                    Mint.ResourceId("aclassoc-", given.Entropy), subnet.SubnetId)),
            ],
        }),
    ];

    private static Ec2Error? NetworkError(Realm realm, Vpc vpc, string? text, out Cidr? cidr)
    {
        cidr = null;
        if (string.IsNullOrEmpty(text))
        {
            return new Ec2Error.MissingParameter("cidrBlock");
        }

        if (!Cidr.TryParse(text, out var asked))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        }

        cidr = asked;
        if (asked.PrefixLength is < CreateVpc.PrefixMin or > CreateVpc.PrefixMax)
        {
            return new Ec2Error.SubnetRange(
                $"The CIDR '{text}' is invalid: a subnet needs a network between /16 and /28.");
        }

        string[] networks = [vpc.CidrBlock, .. vpc.SecondaryCidrs.Select(extra => extra.CidrBlock)];
        if (!networks.Any(network => Cidr.Parse(network).Contains(asked)))
        {
            return new Ec2Error.SubnetRange(
                $"The CIDR '{text}' is invalid: it must lie within {string.Join(" or ", networks)} of {vpc.VpcId}.");
        }

        return realm.Of<Subnet>().Under(vpc.VpcId)
            .FirstOrDefault(other => Cidr.Parse(other.CidrBlock).Overlaps(asked)) is { } sibling
            ? new Ec2Error.SubnetConflict(text, sibling.SubnetId)
            : null;
    }

    private static Ec2Error? ZoneError(Scope scope, Shape.CreateSubnetRequest request, out Zone zone)
    {
        var zones = Zones.Of(scope.Region);
        zone = zones[0];
        if (request.AvailabilityZone is null && request.AvailabilityZoneId is null)
        {
            return null;
        }

        var found = zones.FirstOrDefault(each =>
            each.Name == request.AvailabilityZone || each.ZoneId == request.AvailabilityZoneId);
        if (found is null)
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.AvailabilityZone ?? request.AvailabilityZoneId}) for parameter availabilityZone is "
                + "invalid. Subnets can currently only be created in the following availability zones: "
                + $"{string.Join(", ", zones.Select(each => each.Name))}.");
        }

        zone = found;
        return null;
    }
}
