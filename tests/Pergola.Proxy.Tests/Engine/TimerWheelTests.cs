using CsCheck;
using Pergola.Proxy.Engine;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>Deadlines come true, in time and once.</summary>
public sealed class TimerWheelTests
{
    private const long Frequency = 1000;   // A timestamp is a millisecond.

    [Fact]
    public void Whoever_asks_for_the_next_deadline_and_advances_to_it_meets_every_deadline_exactly() =>
        Gen.Select(Gen.Long[0, 100_000], Gen.Long[1, 700_000].Array[1, 40]).Sample((start, spans) =>
        {
            var wheel = new TimerWheel(start, Frequency);
            var waiting = spans.Select(span => new Waiting { Due = start + span }).ToArray();
            foreach (var one in waiting)
            {
                wheel.Set(one, one.Due);
            }

            while (wheel.Next != long.MaxValue)
            {
                wheel.Advance(wheel.Next, Failed);
            }

            Assert.All(waiting, one => Assert.Equal([one.Due], one.Told));
        });

    [Fact]
    public void A_deadline_that_moves_comes_true_where_it_is_last() =>
        Gen.Long[1, 100_000].Array[1, 20].Sample(spans =>
        {
            var wheel = new TimerWheel(0, Frequency);
            var one = new Waiting();
            foreach (var span in spans)
            {
                wheel.Set(one, span);
            }

            while (wheel.Next != long.MaxValue)
            {
                wheel.Advance(wheel.Next, Failed);
            }

            Assert.Equal([spans[^1]], one.Told);
        });

    [Fact]
    public void A_deadline_that_was_taken_back_is_not_told()
    {
        var wheel = new TimerWheel(0, Frequency);
        var one = new Waiting();
        wheel.Set(one, 10);
        wheel.Set(one, long.MaxValue);

        wheel.Advance(1_000_000, Failed);

        Assert.Empty(one.Told);
    }

    [Fact]
    public void Whoever_fails_when_it_is_told_keeps_nobody_else_from_being_told()
    {
        var wheel = new TimerWheel(0, Frequency);
        var before = new Waiting();
        var broken = new Broken();
        var behind = new Waiting();
        wheel.Set(before, 10);
        wheel.Set(broken, 10);
        wheel.Set(behind, 10);
        var failed = new List<Timed>();

        wheel.Advance(10, (timed, _) => failed.Add(timed));

        Assert.Equal([broken], failed);
        Assert.Equal([10], before.Told);
        Assert.Equal([10], behind.Told);
        Assert.Equal(long.MaxValue, wheel.Next);
    }

    private static void Failed(Timed timed, Exception error) => Assert.Fail($"{timed} failed: {error}");

    private sealed class Broken : Timed
    {
        public override void TimeIsUp(long now) => throw new InvalidOperationException("broken");
    }

    private sealed class Waiting : Timed
    {
        public long Due { get; init; }

        public List<long> Told { get; } = [];

        public override void TimeIsUp(long now) => Told.Add(now);
    }
}
