using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.Ec2;

/// <summary>What EC2 needs to know of a VPC's associations with service networks.</summary>
internal static class LatticeAssociations
{
    /// <summary>A VPC's associations; AWS allows one.</summary>
    public static IEnumerable<ServiceNetworkVpcAssociation> Of(Realm realm, string vpcId) =>
        realm.Of<ServiceNetworkVpcAssociation>().By(vpcId);

    /// <summary>The associations that name a security group.</summary>
    public static IEnumerable<ServiceNetworkVpcAssociation> Naming(Realm realm, string groupId) =>
        realm.Of<ServiceNetworkVpcAssociation>().By(groupId);
}
