namespace Pergola.Core;

/// <summary>
/// How fast the waits pass that AWS fixes: draining, provisioning, propagation. What a user configures (health check
/// intervals, stop timeouts, grace periods) is never changed by it.
/// </summary>
public sealed record Pace(int Divisor)
{
    /// <summary>AWS's own waits.</summary>
    public static Pace Aws { get; } = new(1);

    /// <summary>One sixtieth: a minute of AWS is a second.</summary>
    public static Pace Fast { get; } = new(60);

    /// <summary>
    /// How long a deregistered target may finish, as an operator sets it; null for AWS's own wait at this pace.
    /// </summary>
    public TimeSpan? Draining { get; init; }

    /// <summary>The wait that this pace makes of a wait of AWS.</summary>
    public TimeSpan Of(TimeSpan awsWait) => awsWait / Divisor;
}
