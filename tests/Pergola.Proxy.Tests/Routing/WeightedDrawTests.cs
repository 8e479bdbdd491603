using Microsoft.Extensions.Time.Testing;
using Pergola.Core;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tests.Twins;
using Pergola.Proxy.Upstream;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Routing;

/// <summary>Each group gets its share.</summary>
public sealed class WeightedDrawTests
{
    private const int Draws = 100_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(90, 10)]
    [InlineData(999, 1)]
    [InlineData(1, 3, 6)]
    public void Shares_follow_the_weights(params int[] weights)
    {
        var counts = Draw(weights);

        var total = weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            // Five standard deviations of a binomial count; the seed is fixed, so this is no matter of luck.
            var share = (double)weights[i] / total;
            var margin = 5 * Math.Sqrt(Draws * share * (1 - share));
            Assert.InRange(counts[i], (Draws * share) - margin, (Draws * share) + margin);
        }
    }

    [Fact]
    public void A_weight_of_zero_gets_nothing() => Assert.Equal([0, Draws, 0], Draw([0, 5, 0]));

    [Fact]
    public void When_all_weights_are_zero_nothing_is_drawn() => Assert.Equal([0, 0], Draw([0, 0]));

    private static int[] Draw(int[] weights)
    {
        var time = new FakeTimeProvider();
        var connector = new TargetConnector(new LoopbackSockets(), new DataplanePlacement.Namespaces(), time);
        using var identities = new DataplaneIdentities(
            connector, new AccessLog(null, TimeProvider.System), () => { });
        var groups = weights
            .Select((_, i) => Group($"tg-{i}"))
            .Select(entry => new GroupRoute(entry, identities.Group(entry)))
            .ToList();
        var draw = new WeightedDraw(groups.Zip(weights));
        var entropy = new SeededEntropy(42);
        var counts = new int[weights.Length];
        for (var i = 0; i < Draws; i++)
        {
            if (draw.Draw(entropy) is { } group)
            {
                counts[groups.IndexOf(group)]++;
            }
        }

        return counts;
    }
}
