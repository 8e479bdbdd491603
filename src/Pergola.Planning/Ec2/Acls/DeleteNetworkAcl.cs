using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Removes a network ACL that is not a VPC's default and serves no subnet.</summary>
internal static class DeleteNetworkAcl
{
    public static Decision<Nothing> Decide(Shape.DeleteNetworkAclRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope).Of<NetworkAcl>().TryGet(request.NetworkAclId, out var acl))
        {
            return new Ec2Error.NotFound(Noun.NetworkAcl, request.NetworkAclId ?? "");
        }

        if (acl.IsDefault)
        {
            return new Ec2Error.InvalidParameterValue($"cannot delete default network ACL {acl.NetworkAclId}");
        }

        return acl.Associations.Length > 0
            ? new Ec2Error.DependencyViolation(
                "networkAcl",
                acl.NetworkAclId,
                [.. acl.Associations.Select(each => $"{each.AssociationId} ({each.SubnetId})")])
            : Done.With(Done.Remove<NetworkAcl>(given.Scope, acl.NetworkAclId));
    }
}
