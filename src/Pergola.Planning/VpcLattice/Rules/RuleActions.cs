using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>An action as we keep and return it, and what is wrong with the one that was asked.</summary>
/// <param name="Faults">Every field that cannot be.</param>
/// <param name="Refusal">The first thing that contradicts what exists; null when nothing does.</param>
internal sealed record RuleActionOutcome(
    RuleAction Action, ImmutableArray<FieldFault> Faults, LatticeError? Refusal)
{
    /// <summary>The refusal when there is one: all faults at once, else what contradicts.</summary>
    public LatticeError? Refused => LatticeError.Validation.OfAll(Faults) ?? Refusal;
}

/// <summary>
/// Actions of one service's rules, as requests give them, made into actions as we keep and return them.
/// </summary>
internal sealed class RuleActions(Realm realm, string serviceId, string listenerProtocol)
{
    /// <summary>The weight of a single group, and of each of several when none has one.</summary>
    private const int DefaultWeight = 100;

    /// <summary>The weight of a group that has none while another has (RuleAction, API reference).</summary>
    private const int MissingWeight = 1;

    private bool PassesThrough => listenerProtocol == ListenerProtocol.TlsPassthrough;

    /// <summary>
    /// Resolves groups to their ids and fills in weights. Refused is what the listener could not do: a status other
    /// than 404 and 500; a group that does not exist, is not ACTIVE, speaks another protocol or serves another service.
    /// </summary>
    /// <param name="field">What the request calls the action.</param>
    public RuleActionOutcome Normalize(string field, RuleAction action) => action switch
    {
        RuleAction.FixedResponse { Value.StatusCode: var status } =>
            new RuleActionOutcome(action, [.. FixedFaults(field, status)], null),
        RuleAction.Forward { Value.TargetGroups: var groups } => Forward($"{field}.forward.targetGroups", groups),
        _ => throw new System.Diagnostics.UnreachableException($"An action is a {action.GetType().Name}."),
    };

    private IEnumerable<FieldFault> FixedFaults(string field, int status)
    {
        if (PassesThrough)
        {
            yield return new FieldFault(
                $"{field}.fixedResponse",
                $"{field}.fixedResponse is not for TLS_PASSTHROUGH listeners, which cannot answer; forward instead.");
        }

        if (status is not (404 or 500))
        {
            yield return new FieldFault(
                $"{field}.fixedResponse.statusCode",
                $"{field}.fixedResponse.statusCode {status} is not supported; use 404 or 500.");
        }
    }

    private RuleActionOutcome Forward(string field, IReadOnlyList<WeightedTargetGroup> groups)
    {
        var faults = ImmutableArray.CreateBuilder<FieldFault>();
        LatticeError? refusal = null;
        var resolved = ImmutableArray.CreateBuilder<WeightedTargetGroup>(groups.Count);
        var missing = groups.Count > 1 && groups.Any(group => group.Weight is not null)
            ? MissingWeight
            : DefaultWeight;
        foreach (var asked in groups)
        {
            if (!LatticeLookup.TryFind<TargetGroup>(realm, asked.TargetGroupIdentifier, out var group, out var absent))
            {
                refusal ??= absent;
                continue;
            }

            if (resolved.Any(earlier => earlier.TargetGroupIdentifier == group.Id))
            {
                faults.Add(new(
                    field, $"{field} names target group {group.Id} twice; name it once with the sum of its weights."));
            }

            faults.AddRange(ProtocolFaults(field, group));
            refusal ??= RefuseGroup(group);
            resolved.Add(new WeightedTargetGroup
            {
                TargetGroupIdentifier = group.Id,
                Weight = asked.Weight ?? missing,
            });
        }

        var normalized = new RuleAction.Forward(new ForwardAction { TargetGroups = resolved.ToImmutable() });
        return new RuleActionOutcome(normalized, faults.ToImmutable(), refusal);
    }

    private IEnumerable<FieldFault> ProtocolFaults(string field, TargetGroup group)
    {
        if (PassesThrough != (group.Config?.Protocol == TargetGroupProtocol.Tcp))
        {
            yield return new FieldFault(
                field,
                $"{field} names target group {group.Id} with protocol {group.Config?.Protocol ?? group.Type}; a "
                + $"{listenerProtocol} listener forwards to "
                + (PassesThrough ? "TCP groups." : "HTTP, HTTPS and LAMBDA groups."));
        }
    }

    private LatticeError? RefuseGroup(TargetGroup group)
    {
        if (group.Status != TargetGroupStatus.Active)
        {
            return LatticeError.Conflict.Status(group, group.Status);
        }

        var other = TargetGroupUse.RulesOf(realm, group.Id).FirstOrDefault(rule => rule.ServiceId != serviceId);
        return other is null ? null : LatticeError.Conflict.With<TargetGroup>(
            group.Id,
            $"Target group {group.Id} is used by service {other.ServiceId}; a target group serves one service.");
    }
}
