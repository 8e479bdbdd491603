using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a VPC with what was made along with it. Everything else in it must be gone.</summary>
internal static class DeleteVpc
{
    public static Decision<Nothing> Decide(Shape.DeleteVpcRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<Vpc>().TryGet(request.VpcId, out var vpc))
        {
            return new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "");
        }

        var blockers = Blockers(realm, vpc.VpcId).ToArray();
        if (blockers.Length > 0)
        {
            return new Ec2Error.DependencyViolation("vpc", vpc.VpcId, blockers);
        }

        return Done.With(
        [
            .. realm.Of<RouteTable>().Under(vpc.VpcId)
                .Select(table => Done.Remove<RouteTable>(given.Scope, table.RouteTableId)),
            .. realm.Of<NetworkAcl>().Under(vpc.VpcId)
                .Select(acl => Done.Remove<NetworkAcl>(given.Scope, acl.NetworkAclId)),
            .. realm.Of<SecurityGroup>().Under(vpc.VpcId)
                .Select(group => Done.Remove<SecurityGroup>(given.Scope, group.GroupId)),
            Done.Remove<Vpc>(given.Scope, vpc.VpcId),
        ]);
    }

    // A NAT gateway needs no line of its own: its interface and subnet stay as long as it does.
    private static IEnumerable<string> Blockers(Realm realm, string vpcId)
    {
        var subnets = realm.Of<Subnet>().Under(vpcId).ToImmutableArray();
        return
        [
            .. subnets.Select(subnet => subnet.SubnetId),
            .. subnets.SelectMany(subnet => realm.Of<NetworkInterface>().Under(subnet.SubnetId))
                .Select(each => $"{each.NetworkInterfaceId} ({each.Owner})"),
            .. realm.Of<InternetGateway>().Under(vpcId).Select(gateway => gateway.InternetGatewayId),
            .. realm.Of<RouteTable>().Under(vpcId).Where(table => !table.IsMain).Select(table => table.RouteTableId),
            .. realm.Of<NetworkAcl>().Under(vpcId).Where(acl => !acl.IsDefault).Select(acl => acl.NetworkAclId),
            .. realm.Of<SecurityGroup>().Under(vpcId).Where(group => !group.IsDefault).Select(group => group.GroupId),
            .. realm.Of<VpcEndpoint>().Under(vpcId).Select(endpoint => endpoint.VpcEndpointId),
            .. LatticeAssociations.Of(realm, vpcId).Select(association => association.AssociationId),
        ];
    }
}
