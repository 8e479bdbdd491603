using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Takes a further network from a VPC, in which no subnet is left. The primary network stays.</summary>
internal static class DisassociateVpcCidrBlock
{
    public static Decision<Shape.DisassociateVpcCidrBlockResult> Decide(
        Shape.DisassociateVpcCidrBlockRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (realm.Of<Vpc>().All.FirstOrDefault(each => each.CidrAssociationId == request.AssociationId) is { } primary)
        {
            return new Ec2Error.NotPermitted(
                $"The primary network {primary.CidrBlock} of {primary.VpcId} cannot be disassociated.");
        }

        var vpc = realm.Of<Vpc>().All.FirstOrDefault(each =>
            each.SecondaryCidrs.Any(cidr => cidr.AssociationId == request.AssociationId));
        if (vpc is null)
        {
            return new Ec2Error.AssociationNotFound(request.AssociationId ?? "");
        }

        var removed = vpc.SecondaryCidrs.First(cidr => cidr.AssociationId == request.AssociationId);
        string[] subnets =
        [
            .. realm.Of<Subnet>().Under(vpc.VpcId)
                .Where(subnet => Cidr.Parse(removed.CidrBlock).Contains(Cidr.Parse(subnet.CidrBlock)))
                .Select(subnet => subnet.SubnetId),
        ];
        return subnets.Length > 0
            ? new Ec2Error.DependencyViolation("vpc CIDR block", removed.CidrBlock, subnets)
            : new Decision<Shape.DisassociateVpcCidrBlockResult>.Accept(
                new Shape.DisassociateVpcCidrBlockResult
                {
                    VpcId = vpc.VpcId,
                    CidrBlockAssociation = VpcView.Association(
                        removed.AssociationId, removed.CidrBlock, "disassociating"),
                },
                [new Change.Put(given.Scope, vpc with { SecondaryCidrs = vpc.SecondaryCidrs.Remove(removed) })]);
    }
}
