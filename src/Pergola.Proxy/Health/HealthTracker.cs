using System.Diagnostics;
using Pergola.Planning;

namespace Pergola.Proxy.Health;

/// <summary>A target's health and how close it is to changing. A value: a check's result makes the next one.</summary>
/// <param name="Health">What it is now.</param>
/// <param name="Streak">Results in a row that speak against it.</param>
internal readonly record struct HealthTracker(TargetHealth Health, int Streak)
{
    /// <summary>A target that was just registered.</summary>
    public static HealthTracker Registered => new(TargetHealth.Initial, 0);

    /// <summary>
    /// The health after one more result. One success makes a new target healthy; every other change takes as many
    /// results in a row as its threshold says (user guide, "Health checks").
    /// </summary>
    public HealthTracker After(bool passed, int healthyThreshold, int unhealthyThreshold)
    {
        var (against, becomes, threshold) = Health switch
        {
            TargetHealth.Initial when passed => (true, TargetHealth.Healthy, 1),
            TargetHealth.Initial or TargetHealth.Healthy => (!passed, TargetHealth.Unhealthy, unhealthyThreshold),
            TargetHealth.Unhealthy => (passed, TargetHealth.Healthy, healthyThreshold),
            _ => throw new UnreachableException(),
        };
        if (!against)
        {
            return this with { Streak = 0 };
        }

        return Streak + 1 >= threshold ? new HealthTracker(becomes, 0) : this with { Streak = Streak + 1 };
    }
}
