using Pergola.Planning;
using Pergola.Proxy.Health;

namespace Pergola.Proxy.Tests.Health;

/// <summary>How results of checks make a target's health. <c>+</c> is a passed check, <c>-</c> a failed one.</summary>
public sealed class HealthTrackerTests
{
    [Theory]
    [InlineData("", nameof(TargetHealth.Initial))]
    [InlineData("+", nameof(TargetHealth.Healthy))]
    [InlineData("-", nameof(TargetHealth.Initial))]
    [InlineData("-+", nameof(TargetHealth.Healthy))]
    [InlineData("--", nameof(TargetHealth.Unhealthy))]
    [InlineData("+-", nameof(TargetHealth.Healthy))]
    [InlineData("+-+-", nameof(TargetHealth.Healthy))]
    [InlineData("+--", nameof(TargetHealth.Unhealthy))]
    [InlineData("--++", nameof(TargetHealth.Unhealthy))]
    [InlineData("--++-++", nameof(TargetHealth.Unhealthy))]
    [InlineData("--+++", nameof(TargetHealth.Healthy))]
    [InlineData("--+++-", nameof(TargetHealth.Healthy))]
    public void With_thresholds_of_three_up_and_two_down(string results, string health)
    {
        var tracker = results.Aggregate(
            HealthTracker.Registered,
            (one, result) => one.After(result == '+', healthyThreshold: 3, unhealthyThreshold: 2));

        Assert.Equal(health, tracker.Health.ToString());
    }
}
