using Pergola.Core;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>A VPC as the API shows it.</summary>
internal static class VpcView
{
    public static Shape.Vpc Of(Scope scope, Vpc vpc) => new()
    {
        VpcId = vpc.VpcId,
        OwnerId = scope.Account,
        State = State(vpc),
        CidrBlock = vpc.CidrBlock,
        CidrBlockAssociationSet =
        [
            Association(vpc.CidrAssociationId, vpc.CidrBlock),
            .. vpc.SecondaryCidrs.Select(cidr => Association(cidr.AssociationId, cidr.CidrBlock)),
        ],
        Ipv6CidrBlockAssociationSet = [],
        DhcpOptionsId = vpc.DhcpOptionsId,
        InstanceTenancy = vpc.InstanceTenancy,
        IsDefault = vpc.IsDefault,
        Tags = TagList.Write(vpc.Tags),
    };

    public static string State(Vpc vpc) => vpc.Available ? "available" : "pending";

    public static Shape.VpcCidrBlockAssociation Association(
        string id, string cidr, string state = "associated") => new()
    {
        AssociationId = id,
        CidrBlock = cidr,
        CidrBlockState = new Shape.VpcCidrBlockState { State = state },
    };
}
