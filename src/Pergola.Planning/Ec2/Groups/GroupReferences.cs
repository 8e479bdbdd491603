using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>References between groups of different VPCs: there are none, since no VPCs are peered.</summary>
internal static class GroupReferences
{
    public static Decision<Shape.DescribeSecurityGroupReferencesResult> Describe(
        Shape.DescribeSecurityGroupReferencesRequest request, Snapshot snapshot, Given given)
    {
        var groups = snapshot.In(given.Scope).Of<SecurityGroup>();
        return (request.GroupId ?? []).FirstOrDefault(id => groups.Find(id) is null) is { } absent
            ? new Ec2Error.NotFound(Noun.SecurityGroup, absent)
            : new Shape.DescribeSecurityGroupReferencesResult { SecurityGroupReferenceSet = [] };
    }

    public static Decision<Shape.DescribeStaleSecurityGroupsResult> DescribeStale(
        Shape.DescribeStaleSecurityGroupsRequest request, Snapshot snapshot, Given given) =>
        snapshot.In(given.Scope).Of<Vpc>().Find(request.VpcId) is null
            ? new Ec2Error.NotFound(Noun.Vpc, request.VpcId ?? "")
            : new Shape.DescribeStaleSecurityGroupsResult { StaleSecurityGroupSet = [] };
}
