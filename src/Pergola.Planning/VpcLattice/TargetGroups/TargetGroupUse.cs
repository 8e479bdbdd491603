using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>Who uses a target group, and so whether its targets are checked and get requests.</summary>
internal static class TargetGroupUse
{
    /// <summary>The rules that forward to the group, in creation order.</summary>
    public static IEnumerable<ListenerRule> RulesOf(Realm realm, string targetGroupId) =>
        realm.Of<ListenerRule>().By(targetGroupId);

    /// <summary>True when some rule of a service in a network forwards to the group.</summary>
    public static bool IsInNetwork(Realm realm, string targetGroupId) => RulesOf(realm, targetGroupId).Any(rule =>
        realm.Of<ServiceNetworkServiceAssociation>().By(rule.ServiceId)
            .Any(member => member.Status != ServiceNetworkServiceAssociationStatus.DeleteInProgress));

    /// <summary>True when the group's targets are checked while it is in use.</summary>
    public static bool IsChecked(TargetGroup group) => group.Config?.HealthCheck?.Enabled == true;
}
