using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a subnet in which no interface is left, and its ties to a route table and a network ACL.</summary>
internal static class DeleteSubnet
{
    public static Decision<Nothing> Decide(Shape.DeleteSubnetRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<Subnet>().TryGet(request.SubnetId, out var subnet))
        {
            return new Ec2Error.NotFound(Noun.Subnet, request.SubnetId ?? "");
        }

        string[] blockers =
        [
            .. realm.Of<NetworkInterface>().Under(subnet.SubnetId)
                .Select(each => $"{each.NetworkInterfaceId} ({each.Owner})"),
        ];
        if (blockers.Length > 0)
        {
            return new Ec2Error.DependencyViolation("subnet", subnet.SubnetId, blockers);
        }

        return Done.With(
        [
            .. realm.Of<RouteTable>().Under(subnet.VpcId)
                .Where(table => table.Associations.Any(each => each.SubnetId == subnet.SubnetId))
                .Select(table => new Change.Put(given.Scope, table with
                {
                    Associations = table.Associations.RemoveAll(each => each.SubnetId == subnet.SubnetId),
                })),
            .. realm.Of<NetworkAcl>().Under(subnet.VpcId)
                .Where(acl => acl.Associations.Any(each => each.SubnetId == subnet.SubnetId))
                .Select(acl => new Change.Put(given.Scope, acl with
                {
                    Associations = acl.Associations.RemoveAll(each => each.SubnetId == subnet.SubnetId),
                })),
            Done.Remove<Subnet>(given.Scope, subnet.SubnetId),
        ]);
    }
}
