using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>
/// A VPC with what EC2 makes along with it: main route table, default network ACL, default security group.
/// </summary>
internal static class NewVpc
{
    /// <summary>The changes; the first puts the VPC.</summary>
    public static ImmutableArray<Change> Changes(Vpc vpc, Given given)
    {
        var scope = given.Scope;
        return
        [
            new Change.Put(scope, vpc),
            new Change.Put(scope, MainRouteTable(vpc, given.Entropy)),
            new Change.Put(scope, Acl(vpc, isDefault: true, given.Entropy)),
            new Change.Put(scope, DefaultGroup(vpc, given.Entropy)),
        ];
    }

    /// <summary>The VPC itself, as EC2 makes one when nothing else is asked.</summary>
    public static Vpc Of(Cidr cidr, Given given) => new()
    {
        VpcId = Mint.ResourceId(Noun.Vpc.Prefix, given.Entropy),
        CidrBlock = cidr.ToString(),
        CidrAssociationId = Mint.ResourceId("vpc-cidr-assoc-", given.Entropy),
        DhcpOptionsId = DescribeDhcpOptions.DefaultId(given.Scope),
    };

    /// <summary>A network ACL with EC2's entries: a default one lets everything through, another nothing.</summary>
    public static NetworkAcl Acl(Vpc vpc, bool isDefault, IEntropy entropy) => new()
    {
        NetworkAclId = Mint.ResourceId(Noun.NetworkAcl.Prefix, entropy),
        VpcId = vpc.VpcId,
        IsDefault = isDefault,
        Entries =
        [
            .. isDefault ? [Entry(100, egress: true, "allow"), Entry(100, egress: false, "allow")] : EmptyEntries,
            Entry(NetworkAcl.ClosingRule, egress: true, "deny"),
            Entry(NetworkAcl.ClosingRule, egress: false, "deny"),
        ],
    };

    /// <summary>The rule that lets everything out.</summary>
    public static SecurityGroupRule AllEgress(IEntropy entropy) => new()
    {
        RuleId = Mint.ResourceId(Noun.SecurityGroupRule.Prefix, entropy),
        IsEgress = true,
        IpProtocol = "-1",
        CidrIpv4 = Cidr.Everything.ToString(),
    };

    private static ImmutableArray<NetworkAclEntry> EmptyEntries => [];

    private static NetworkAclEntry Entry(int number, bool egress, string action) => new()
    {
        RuleNumber = number,
        Egress = egress,
        Protocol = "-1",
        RuleAction = action,
        CidrBlock = Cidr.Everything.ToString(),
    };

    private static RouteTable MainRouteTable(Vpc vpc, IEntropy entropy) => new()
    {
        RouteTableId = Mint.ResourceId(Noun.RouteTable.Prefix, entropy),
        VpcId = vpc.VpcId,
        Associations = [new RouteTableAssociation(Mint.ResourceId("rtbassoc-", entropy), SubnetId: null)],
    };

    private static SecurityGroup DefaultGroup(Vpc vpc, IEntropy entropy)
    {
        var groupId = Mint.ResourceId(Noun.SecurityGroup.Prefix, entropy);
        return new SecurityGroup
        {
            GroupId = groupId,
            VpcId = vpc.VpcId,
            GroupName = "default",
            Description = "default VPC security group",
            Rules =
            [
                new SecurityGroupRule
                {
                    RuleId = Mint.ResourceId(Noun.SecurityGroupRule.Prefix, entropy),
                    IsEgress = false,
                    IpProtocol = "-1",
                    ReferencedGroupId = groupId,
                },
                AllEgress(entropy),
            ],
        };
    }
}
