namespace Pergola.Domain.VpcLattice;

/// <summary>A listener of a service. Its default action is the action of its default rule.</summary>
public sealed record Listener : LatticeResource, INamed
{
    public required string ListenerId { get; init; }

    /// <inheritdoc/>
    public override string Id => ListenerId;

    public required string ServiceId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ServiceId;

    public required string Name { get; init; }

    /// <summary>HTTP, HTTPS or TLS_PASSTHROUGH.</summary>
    public required string Protocol { get; init; }

    public required int Port { get; init; }

    public required string DefaultRuleId { get; init; }
}

/// <summary>
/// A rule of a listener. The default rule has neither match nor priority and lives as long as the listener.
/// </summary>
public sealed record ListenerRule : LatticeResource, INamed
{
    public required string RuleId { get; init; }

    /// <inheritdoc/>
    public override string Id => RuleId;

    public required string ListenerId { get; init; }

    /// <inheritdoc/>
    public override string? Parent => ListenerId;

    public required string ServiceId { get; init; }

    public required string Name { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Null only for the default rule.</summary>
    public Api.VpcLattice.RuleMatch? Match { get; init; }

    /// <summary>1 to 2000, unique in the listener; null only for the default rule.</summary>
    public int? Priority { get; init; }

    /// <summary>As the API returns it: groups by id, every weight filled in.</summary>
    public required Api.VpcLattice.RuleAction Action { get; init; }

    /// <summary>The groups that the action forwards to.</summary>
    public IEnumerable<string> TargetGroupIds() => Action is Api.VpcLattice.RuleAction.Forward forward
        ? forward.Value.TargetGroups.Select(group => group.TargetGroupIdentifier)
        : [];

    internal override IEnumerable<string> Keys => TargetGroupIds().Distinct(StringComparer.Ordinal);
}
