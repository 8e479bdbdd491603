using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// How many target groups all rules of a service forward to: judged on the rules that it would have, so that one rule
/// can let go of what another takes.
/// </summary>
internal static class GroupsOfService
{
    /// <summary>The refusal of an action that makes them too many; null when there is room.</summary>
    /// <param name="replaces">The rule that would have the action; null for a new rule.</param>
    public static LatticeError? Refuse(
        Realm realm, Given given, string serviceId, RuleAction action, string? replaces = null) =>
        RefuseTotal(given, serviceId, Of(action).Concat(RulesOf(realm, serviceId)
            .Where(rule => rule.Id != replaces)
            .SelectMany(rule => rule.TargetGroupIds())));

    /// <summary>The refusal of rules that make them too many; null when there is room.</summary>
    /// <param name="changed">Rules as they would be, by id.</param>
    public static LatticeError? Refuse(
        Realm realm, Given given, string serviceId, IReadOnlyDictionary<string, ListenerRule> changed) =>
        RefuseTotal(given, serviceId, RulesOf(realm, serviceId)
            .SelectMany(rule => changed.GetValueOrDefault(rule.Id, rule).TargetGroupIds()));

    private static LatticeError? RefuseTotal(Given given, string serviceId, IEnumerable<string> groupIds) =>
        LatticeQuota.TargetGroupsOfService.RefuseTotal<TargetGroup>(
            given, groupIds.Distinct(StringComparer.Ordinal).Count(), serviceId);

    private static IEnumerable<ListenerRule> RulesOf(Realm realm, string serviceId) => realm.Of<Listener>()
        .Under(serviceId)
        .SelectMany(listener => realm.Of<ListenerRule>().Under(listener.Id));

    private static IEnumerable<string> Of(RuleAction action) =>
        (action as RuleAction.Forward)?.Value.TargetGroups.Select(group => group.TargetGroupIdentifier) ?? [];
}
