using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>What the four Authorize and Revoke operations ask for, in common.</summary>
/// <param name="Legacy">The one permission that the parameters beside <c>IpPermissions</c> describe.</param>
internal sealed record RulesRequest(
    string? GroupId, string? GroupName, IReadOnlyList<Shape.IpPermission>? Permissions, Shape.IpPermission? Legacy)
{
    /// <summary>Every permission of the request, in whichever form.</summary>
    public IReadOnlyList<Shape.IpPermission> All =>
        Permissions is { Count: > 0 } given ? given : Legacy is null ? [] : [Legacy];

    /// <summary>The permission of the parameters that older scripts send; null when they are absent.</summary>
    public static Shape.IpPermission? Old(
        string? protocol, int? fromPort, int? toPort, string? cidr, string? sourceGroupName)
    {
        if (protocol is null && cidr is null && sourceGroupName is null)
        {
            return null;
        }

        return new Shape.IpPermission
        {
            IpProtocol = protocol ?? "-1",
            FromPort = fromPort,
            ToPort = toPort,
            IpRanges = cidr is null ? [] : [new Shape.IpRange { CidrIp = cidr }],
            UserIdGroupPairs = sourceGroupName is null
                ? []
                : [new Shape.UserIdGroupPair { GroupName = sourceGroupName }],
        };
    }

    /// <summary>The group that the request names; the error says why there is none.</summary>
    public Ec2Error? Find(Realm realm, out SecurityGroup? group)
    {
        group = null;
        if (GroupId is null && GroupName is null)
        {
            return new Ec2Error.MissingParameter("groupId");
        }

        group = GroupId is not null ? realm.Of<SecurityGroup>().Find(GroupId) : InDefaultVpc(realm, GroupName!);
        return group is null ? new Ec2Error.NotFound(Noun.SecurityGroup, GroupId ?? GroupName!) : null;
    }

    // A name without an id means a group of the default VPC.
    private static SecurityGroup? InDefaultVpc(Realm realm, string name) =>
        realm.Of<SecurityGroup>().All.FirstOrDefault(each =>
            each.GroupName == name && realm.Of<Vpc>()[each.VpcId].IsDefault);
}
