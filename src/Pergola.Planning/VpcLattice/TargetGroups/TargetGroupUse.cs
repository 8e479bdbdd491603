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
        realm.Of<ListenerRule>().All.Where(rule => rule.TargetGroupIds().Contains(targetGroupId));

    /// <summary>The groups that some rule of a service in a network forwards to.</summary>
    public static IReadOnlySet<string> InNetworks(Realm realm)
    {
        var services = realm.Of<ServiceNetworkServiceAssociation>().All
            .Where(association => association.Status != ServiceNetworkServiceAssociationStatus.DeleteInProgress)
            .Select(association => association.ServiceId)
            .ToHashSet(StringComparer.Ordinal);
        return realm.Of<ListenerRule>().All
            .Where(rule => services.Contains(rule.ServiceId))
            .SelectMany(rule => rule.TargetGroupIds())
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>True when the group's targets are checked while it is in use.</summary>
    public static bool IsChecked(TargetGroup group) => group.Config?.HealthCheck?.Enabled == true;
}
