using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Removes a group that no interface carries, no other group's rule names and no Lattice association uses.
/// </summary>
internal static class DeleteSecurityGroup
{
    public static Decision<Shape.DeleteSecurityGroupResult> Decide(
        Shape.DeleteSecurityGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (new RulesRequest(request.GroupId, request.GroupName, null, null).Find(realm, out var group) is { } error)
        {
            return error;
        }

        if (group!.IsDefault)
        {
            return new Ec2Error.CannotDelete(
                $"the specified group: \"{group.GroupId}\" name: \"default\" cannot be deleted by a user");
        }

        var blockers = Blockers(realm, group).ToArray();
        return blockers.Length > 0
            ? new Ec2Error.DependencyViolation("security group", group.GroupId, blockers)
            : new Decision<Shape.DeleteSecurityGroupResult>.Accept(
                new Shape.DeleteSecurityGroupResult { Return = true, GroupId = group.GroupId },
                [Done.Remove<SecurityGroup>(given.Scope, group.GroupId)]);
    }

    private static IEnumerable<string> Blockers(Realm realm, SecurityGroup group) =>
    [
        .. realm.Of<NetworkInterface>().All
            .Where(each => each.SecurityGroupIds.Contains(group.GroupId))
            .Select(each => $"{each.NetworkInterfaceId} ({each.Owner})"),
        .. realm.Of<SecurityGroup>().All
            .Where(other => other.GroupId != group.GroupId)
            .SelectMany(other => other.Rules
                .Where(rule => rule.ReferencedGroupId == group.GroupId)
                .Select(rule => $"{rule.RuleId} of {other.GroupId}")),
        .. LatticeAssociations.Naming(realm, group.GroupId).Select(association => association.AssociationId),
    ];
}
