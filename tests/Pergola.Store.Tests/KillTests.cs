using System.Diagnostics;
using System.Globalization;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Store.Tests;

public sealed class KillTests : IDisposable
{
    private const int Kills = 24;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_server_that_is_killed_keeps_everything_it_acknowledged_and_nothing_by_halves()
    {
        // How many acknowledgements to wait for before a kill; short and long lives, always the same ones.
        var random = new Random(20260101);
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledged = await RunAndKillAsync(random.Next(1, 80));
            await using var ledger = Ledger.Open(new JournalOptions(_folder.Path));
            AssertKept(acknowledged, ledger.Current);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<Acknowledgement>> RunAndKillAsync(int lines)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Pergola.Store.Crash.dll");
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host
            && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [program, _folder.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<Acknowledgement>();
        while (acknowledged.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged.Add(Acknowledgement.Parse(line));
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } late)
        {
            if (late.EndsWith(';'))
            {
                acknowledged.Add(Acknowledgement.Parse(late));
            }
        }

        await process.WaitForExitAsync();
        Assert.Equal(137, process.ExitCode);
        Assert.True(acknowledged.Count >= lines, "The process ended before it was killed.");
        return acknowledged;
    }

    private static void AssertKept(List<Acknowledgement> acknowledged, Snapshot kept)
    {
        var vpcs = kept.In(Worlds.Tokyo).Of<Vpc>();
        var counts = vpcs.All.ToDictionary(
            vpc => vpc.VpcId, vpc => int.Parse(vpc.CidrBlock, CultureInfo.InvariantCulture));
        foreach (var writer in acknowledged.GroupBy(one => one.Writer))
        {
            Assert.InRange(counts[$"vpc-counter-{writer.Key}"], writer.Max(one => one.Count), int.MaxValue);
        }

        var counters = counts.Where(one => one.Key.StartsWith("vpc-counter-", StringComparison.Ordinal)).ToList();
        Assert.All(counters, one => Assert.Equal(
            one.Value, counts[one.Key.Replace("counter", "twin", StringComparison.Ordinal)]));

        // Every commit is one revision and raises one counter.
        Assert.Equal(kept.Revision, counters.Sum(one => one.Value));
        Assert.InRange(kept.Revision, acknowledged.Max(one => one.Revision), long.MaxValue);
    }

    private sealed record Acknowledgement(long Revision, int Writer, int Count)
    {
        public static Acknowledgement Parse(string line)
        {
            var parts = line.TrimEnd(';').Split(' ');
            return new Acknowledgement(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                int.Parse(parts[1], CultureInfo.InvariantCulture),
                int.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }
}
