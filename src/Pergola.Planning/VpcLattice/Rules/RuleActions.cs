using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>Actions as requests give them, made into actions as we keep and return them.</summary>
internal static class RuleActions
{
    /// <summary>The weight of a single group, and of each of several when none has one.</summary>
    private const int DefaultWeight = 100;

    /// <summary>The weight of a group that has none while another has (RuleAction, API reference).</summary>
    private const int MissingWeight = 1;

    /// <summary>
    /// Resolves groups to their ids, fills in weights, and refuses what the listener could not do: a status other than
    /// 404 and 500, a group that does not exist, is not ACTIVE, speaks another protocol or serves another service.
    /// </summary>
    public static bool TryNormalize(
        Realm realm,
        string serviceId,
        string listenerProtocol,
        RuleAction action,
        [NotNullWhen(true)] out RuleAction? normalized,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        normalized = null;
        if (action is RuleAction.FixedResponse { Value.StatusCode: var status })
        {
            refusal = RefuseFixed(listenerProtocol, status);
            normalized = action;
            return refusal is null;
        }

        var groups = ((RuleAction.Forward)action).Value.TargetGroups;
        var resolved = ImmutableArray.CreateBuilder<WeightedTargetGroup>(groups.Count);
        var weighted = groups.Any(group => group.Weight is not null);
        foreach (var group in groups)
        {
            if (!LatticeLookup.TryFind<TargetGroup>(realm, group.TargetGroupIdentifier, out var found, out refusal))
            {
                return false;
            }

            refusal = RefuseGroup(realm, serviceId, listenerProtocol, found)
                ?? RefuseRepetition(resolved, found.TargetGroupId);
            if (refusal is not null)
            {
                return false;
            }

            var missing = weighted && groups.Count > 1 ? MissingWeight : DefaultWeight;
            resolved.Add(new WeightedTargetGroup
            {
                TargetGroupIdentifier = found.TargetGroupId,
                Weight = group.Weight ?? missing,
            });
        }

        refusal = null;
        normalized = new RuleAction.Forward(new ForwardAction { TargetGroups = resolved.ToImmutable() });
        return true;
    }

    private static LatticeError? RefuseFixed(string listenerProtocol, int status)
    {
        if (listenerProtocol == ListenerProtocol.TlsPassthrough)
        {
            return LatticeError.Validation.Of(
                "defaultAction",
                "A TLS_PASSTHROUGH listener cannot answer by itself; its default action must forward.");
        }

        return status is 404 or 500 ? null : LatticeError.Validation.Of(
            "fixedResponse.statusCode", $"fixedResponse.statusCode {status} is not supported; use 404 or 500.");
    }

    private static LatticeError? RefuseGroup(Realm realm, string serviceId, string listenerProtocol, TargetGroup group)
    {
        if (group.Status != TargetGroupStatus.Active)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        var passesThrough = listenerProtocol == ListenerProtocol.TlsPassthrough;
        if (passesThrough != (group.Config?.Protocol == TargetGroupProtocol.Tcp))
        {
            return LatticeError.Validation.Of(
                "targetGroupIdentifier",
                $"Target group {group.Id} has protocol {group.Config?.Protocol ?? group.Type}; a {listenerProtocol} "
                + $"listener forwards to {(passesThrough ? "TCP" : "HTTP and HTTPS")} groups.");
        }

        var other = TargetGroupUse.RulesOf(realm, group.Id).FirstOrDefault(rule => rule.ServiceId != serviceId);
        return other is null ? null : LatticeError.Conflict.With<TargetGroup>(
            group.Id,
            $"Target group {group.Id} is used by service {other.ServiceId}; a target group serves one service.");
    }

    private static LatticeError? RefuseRepetition(IEnumerable<WeightedTargetGroup> earlier, string groupId) =>
        earlier.Any(group => group.TargetGroupIdentifier == groupId)
            ? LatticeError.Validation.Of(
                "targetGroups", $"Target group {groupId} is named twice; name it once with the sum of its weights.")
            : null;
}
