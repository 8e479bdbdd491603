using Pergola.Core;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>A network ACL as the API shows it: entries by number, all-protocol ones without ports.</summary>
internal static class NetworkAclView
{
    public static Shape.NetworkAcl Of(Scope scope, NetworkAcl acl) => new()
    {
        NetworkAclId = acl.NetworkAclId,
        VpcId = acl.VpcId,
        OwnerId = scope.Account,
        IsDefault = acl.IsDefault,
        Associations =
        [
            .. acl.Associations.Select(association => new Shape.NetworkAclAssociation
            {
                NetworkAclAssociationId = association.AssociationId,
                NetworkAclId = acl.NetworkAclId,
                SubnetId = association.SubnetId,
            }),
        ],
        Entries =
        [
            .. acl.Entries.OrderByDescending(entry => entry.Egress).ThenBy(entry => entry.RuleNumber).Select(Entry),
        ],
        Tags = TagList.Write(acl.Tags),
    };

    private static Shape.NetworkAclEntry Entry(NetworkAclEntry entry) => new()
    {
        RuleNumber = entry.RuleNumber,
        Egress = entry.Egress,
        Protocol = entry.Protocol,
        RuleAction = entry.RuleAction,
        CidrBlock = entry.CidrBlock,
        Ipv6CidrBlock = entry.Ipv6CidrBlock,
        PortRange = entry.FromPort is null ? null : new Shape.PortRange { From = entry.FromPort, To = entry.ToPort },
        IcmpTypeCode = entry.IcmpType is null
            ? null
            : new Shape.IcmpTypeCode { Type = entry.IcmpType, Code = entry.IcmpCode },
    };
}
