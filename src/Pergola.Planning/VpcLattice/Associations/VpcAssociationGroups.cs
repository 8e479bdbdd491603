using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Which security groups an association of a VPC, or a gateway in it, may have: groups of that VPC, each once.
/// </summary>
internal static class VpcAssociationGroups
{
    /// <summary>The groups of a request in its order, each once.</summary>
    public static ImmutableArray<string> Of(IReadOnlyList<string>? groupIds) =>
        [.. (groupIds ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>One fault for each group that exists in another VPC.</summary>
    public static IEnumerable<FieldFault> Faults(Realm realm, string vpcId, ImmutableArray<string> groupIds) =>
        groupIds
            .Select(id => realm.Of<SecurityGroup>().Find(id))
            .Where(group => group is not null && group.VpcId != vpcId)
            .Select(group => new FieldFault(
                "securityGroupIds", $"Security group {group!.Id} is of {group.VpcId}; it must be of {vpcId}."));

    /// <summary>The refusal of groups that the VPC does not have; null when it has them.</summary>
    public static LatticeError? Refuse(Realm realm, string vpcId, ImmutableArray<string> groupIds) =>
        LatticeError.Validation.OfAll(Faults(realm, vpcId, groupIds)) ?? RefuseAbsent(realm, groupIds);

    /// <summary>The refusal of the first group that does not exist; null when all do.</summary>
    public static LatticeError? RefuseAbsent(Realm realm, ImmutableArray<string> groupIds) =>
        groupIds.FirstOrDefault(id => realm.Of<SecurityGroup>().Find(id) is null) is { } absent
            ? new LatticeError.NotFound(absent, "SECURITY_GROUP")
            : null;
}
