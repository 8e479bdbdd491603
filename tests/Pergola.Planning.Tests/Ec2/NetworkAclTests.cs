using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class NetworkAclTests
{
    private readonly Ec2World _world = new();

    [Fact]
    public void Terraform_can_take_the_default_entries_away_and_put_its_own_IPv6_ones_included()
    {
        var acl = DefaultAcl(_world.Vpc());
        foreach (var egress in new[] { true, false })
        {
            _world.Do(DeleteNetworkAclEntry.Decide, new Shape.DeleteNetworkAclEntryRequest
            {
                NetworkAclId = acl,
                RuleNumber = 100,
                Egress = egress,
            });
            _world.Do(CreateNetworkAclEntry.Decide, Entry(acl, 100, egress) with { CidrBlock = "0.0.0.0/0" });
            _world.Do(CreateNetworkAclEntry.Decide, Entry(acl, 101, egress) with { Ipv6CidrBlock = "::/0" });
        }

        var entries = Assert.Single(_world.Do(
            DescribeNetworkAcls.Decide,
            new Shape.DescribeNetworkAclsRequest { NetworkAclIds = [acl] }).NetworkAcls!).Entries!;

        Assert.Equal(
            [(true, 100), (true, 101), (true, 32767), (false, 100), (false, 101), (false, 32767)],
            entries.Select(entry => (entry.Egress!.Value, entry.RuleNumber!.Value)));
        Assert.All(entries, entry => Assert.Null(entry.PortRange));
    }

    [Fact]
    public void Entries_are_refused_in_this_order()
    {
        var acl = DefaultAcl(_world.Vpc());
        var entry = Entry(acl, 100, egress: true) with { CidrBlock = "0.0.0.0/0" };

        Assert.Equal("InvalidNetworkAclID.NotFound", Refused(entry with { NetworkAclId = "acl-absent" }));
        Assert.Equal("InvalidParameterValue", Refused(entry with { RuleNumber = 32767 }));
        Assert.Equal("InvalidParameterValue", Refused(entry with { RuleAction = "log" }));
        Assert.Equal("InvalidParameterCombination", Refused(entry with { CidrBlock = null }));
        Assert.Equal("InvalidParameterValue", Refused(entry with { CidrBlock = "all" }));
        Assert.Equal("MissingParameter", Refused(entry with { Protocol = "6", PortRange = null }));
        Assert.Equal("NetworkAclEntryAlreadyExists", Refused(entry));
        Assert.Equal("InvalidNetworkAclEntry.NotFound", _world.Refused(
            DeleteNetworkAclEntry.Decide,
            new Shape.DeleteNetworkAclEntryRequest { NetworkAclId = acl, RuleNumber = 7, Egress = true }).Code);
    }

    [Fact]
    public void A_subnet_moves_to_another_acl_and_blocks_its_deletion()
    {
        var vpcId = _world.Vpc();
        var subnetId = _world.Subnet(vpcId);
        var acl = _world.Do(CreateNetworkAcl.Decide, new Shape.CreateNetworkAclRequest { VpcId = vpcId })
            .NetworkAcl!.NetworkAclId!;
        var association = Assert.Single(_world.Realm.Of<NetworkAcl>()[DefaultAcl(vpcId)].Associations);

        _world.Do(ReplaceNetworkAclAssociation.Decide, new Shape.ReplaceNetworkAclAssociationRequest
        {
            AssociationId = association.AssociationId,
            NetworkAclId = acl,
        });

        var error = _world.Refused(DeleteNetworkAcl.Decide, new Shape.DeleteNetworkAclRequest { NetworkAclId = acl });
        Assert.Equal("DependencyViolation", error.Code);
        Assert.Contains(subnetId, error.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidParameterValue", _world.Refused(
            DeleteNetworkAcl.Decide, new Shape.DeleteNetworkAclRequest { NetworkAclId = DefaultAcl(vpcId) }).Code);
    }

    // As Terraform sends it: every protocol, with ports.
    private static Shape.CreateNetworkAclEntryRequest Entry(string acl, int number, bool egress) => new()
    {
        NetworkAclId = acl,
        RuleNumber = number,
        Egress = egress,
        Protocol = "-1",
        RuleAction = "allow",
        PortRange = new Shape.PortRange { From = 0, To = 0 },
    };

    private string Refused(Shape.CreateNetworkAclEntryRequest request) =>
        _world.Refused(CreateNetworkAclEntry.Decide, request).Code;

    private string DefaultAcl(string vpcId) =>
        _world.Realm.Of<NetworkAcl>().Under(vpcId).Single(acl => acl.IsDefault).NetworkAclId;
}
