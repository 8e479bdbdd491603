using System.Text;
using Pergola.Proxy.Telemetry;

namespace Pergola.Proxy.Tests.Telemetry;

/// <summary>Lines between a loop and the thread that delivers them.</summary>
public sealed class LineRingTests
{
    [Fact]
    public void Lines_come_out_as_they_went_in_also_over_the_end_of_the_memory()
    {
        var ring = new LineRing();
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 40))
                .Select(number => $"{round}-{number}-" + new string('x', random.Next(30_000 / 40 * 8))).ToList();
            foreach (var line in lines)
            {
                ring.Add(round, 1, 2, Encoding.ASCII.GetBytes(line));
            }

            Assert.Equal(lines, Taken(ring));
        }

        Assert.Equal(0, ring.Dropped);
    }

    [Fact]
    public void What_does_not_fit_is_dropped_and_counted_and_harms_nothing_else()
    {
        var ring = new LineRing();
        var line = new byte[1024 * 1024];
        for (var i = 0; i < 10; i++)
        {
            ring.Add(0, 1, 0, line);
        }

        Assert.Equal(7, ring.Dropped);
        Assert.Equal(3, Taken(ring).Count);
        ring.Add(0, 1, 0, "again"u8);
        Assert.Equal(["again"], Taken(ring));
    }

    [Fact]
    public async Task One_thread_adds_while_another_takes_and_nothing_is_torn()
    {
        var ring = new LineRing();
        const int Lines = 200_000;
        var adding = Task.Run(() =>
        {
            for (var i = 0; i < Lines; i++)
            {
                ring.Add(i, i, ~i, Encoding.ASCII.GetBytes($"line {i}"));
            }
        }, TestContext.Current.CancellationToken);
        long next = -1;
        var seen = 0;
        void Take() => ring.Take((time, one, other, text) =>
        {
            Assert.True(time > next);
            Assert.Equal((int)time, one);
            Assert.Equal(~one, other);
            Assert.Equal($"line {time}", Encoding.ASCII.GetString(text.Span));
            next = time;
            seen++;
        });
        while (!adding.IsCompleted)
        {
            Take();
        }

        await adding;
        Take();
        Assert.Equal(Lines, seen + ring.Dropped);
    }

    private static List<string> Taken(LineRing ring)
    {
        var lines = new List<string>();
        ring.Take((_, _, _, text) => lines.Add(Encoding.ASCII.GetString(text.Span)));
        return lines;
    }
}
