using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives a subnet to another network ACL of its VPC, under a new association id.</summary>
internal static class ReplaceNetworkAclAssociation
{
    public static Decision<Shape.ReplaceNetworkAclAssociationResult> Decide(
        Shape.ReplaceNetworkAclAssociationRequest request, Snapshot snapshot, Given given)
    {
        var acls = snapshot.In(given.Scope).Of<NetworkAcl>();
        var holder = acls.All.FirstOrDefault(each =>
            each.Associations.Any(association => association.AssociationId == request.AssociationId));
        if (holder is null)
        {
            return new Ec2Error.AssociationNotFound(request.AssociationId ?? "");
        }

        if (!acls.TryGet(request.NetworkAclId, out var acl))
        {
            return new Ec2Error.NotFound(Noun.NetworkAcl, request.NetworkAclId ?? "");
        }

        if (acl.VpcId != holder.VpcId)
        {
            return new Ec2Error.InvalidParameterValue(
                $"network ACLs {acl.NetworkAclId} and {holder.NetworkAclId} belong to different networks");
        }

        var old = holder.Associations.First(each => each.AssociationId == request.AssociationId);
        var association = old with { AssociationId = Mint.ResourceId("aclassoc-", given.Entropy) };
        var without = holder with { Associations = holder.Associations.Remove(old) };
        var gaining = acl.NetworkAclId == holder.NetworkAclId ? without : acl;
        return new Decision<Shape.ReplaceNetworkAclAssociationResult>.Accept(
            new Shape.ReplaceNetworkAclAssociationResult { NewAssociationId = association.AssociationId },
            [
                new Change.Put(given.Scope, without),
                new Change.Put(given.Scope, gaining with { Associations = gaining.Associations.Add(association) }),
            ]);
    }
}
