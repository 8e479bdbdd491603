using System.Globalization;

namespace Pergola.Bench;

/// <summary>
/// Requests per second and processor time per request through Lattice, beside nginx and HAProxy in front of the same
/// kind of backend. The peers have it easier: they, their client and their backend talk over loopback, while ours goes
/// from one VPC's namespace to another's with security groups on. Rounds are interleaved; medians are compared.
/// </summary>
internal static class ProxyBench
{
    private const int Rounds = 5;
    private const int Connections = 64;
    private const int SecondsPerRound = 3;

    public static async Task<List<CaseResult>> RunAsync(Action<string> say)
    {
        foreach (var program in new[] { "wrk", "nginx" })
        {
            if (Measured.OnPath(program) is null)
            {
                say($"proxy: {program} is not installed, nothing can be measured");
                return [];
            }
        }

        var folder = Directory.CreateTempSubdirectory("pergola-bench-").FullName;
        try
        {
            await using var lattice = await LatticePath.OpenAsync(folder);
            await using var nginx = await PeerPath.NginxAsync(folder);
            await using var haproxy = Measured.OnPath("haproxy") is null ? null : await PeerPath.HaproxyAsync(folder);
            IProxyPath[] paths = haproxy is null ? [lattice, nginx] : [lattice, nginx, haproxy];
            var runs = paths.ToDictionary(path => path.Name, _ => new List<Run>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var path in paths)
                {
                    var run = await MeasureAsync(path);
                    say(string.Create(
                        CultureInfo.InvariantCulture,
                        $"proxy: {path.Name}: {run.PerSecond:N0} requests/s, "
                        + $"{run.CpuMicroseconds:0.0} µs CPU per request"));
                    if (round > 0)
                    {
                        // The first round warms everybody up.
                        runs[path.Name].Add(run);
                    }
                }
            }

            return [.. Compare(runs, lattice.Name)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<CaseResult> Compare(Dictionary<string, List<Run>> runs, string us)
    {
        foreach (var peer in runs.Keys.Where(name => name != us))
        {
            yield return CaseResult.Beside(
                $"proxy: 100 B, {Connections} connections, requests/s (peer: {peer})",
                Measured.Median(runs[us].Select(r => r.PerSecond)),
                Measured.Median(runs[peer].Select(r => r.PerSecond)));
            yield return CaseResult.Beside(
                $"proxy: 100 B, {Connections} connections, CPU µs/request (peer: {peer})",
                Measured.Median(runs[us].Select(r => r.CpuMicroseconds)),
                Measured.Median(runs[peer].Select(r => r.CpuMicroseconds)));
        }
    }

    private static async Task<Run> MeasureAsync(IProxyPath path)
    {
        var before = Measured.CpuSeconds(path.ProxyPids);
        var output = await Measured.OutputAsync(
        [
            .. path.ClientPrefix, Measured.OnPath("wrk")!, "-t", "1", "-c", $"{Connections}", "-d",
            $"{SecondsPerRound}s", path.Url,
        ]);
        var cpu = Measured.CpuSeconds(path.ProxyPids) - before;
        if (output.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path.Name} did not answer 2xx:\n{output}");
        }

        var requests = Number(output, "requests in");
        var perSecond = double.Parse(
            output.Split("Requests/sec:")[1].Trim().Split('\n')[0], CultureInfo.InvariantCulture);
        return new Run(perSecond, cpu / requests * 1e6);
    }

    private static double Number(string output, string before) => double.Parse(
        output.Split(before)[0].TrimEnd().Split(['\n', ' '])[^1], CultureInfo.InvariantCulture);

    private sealed record Run(double PerSecond, double CpuMicroseconds);
}

/// <summary>A way from a client through a proxy to a backend.</summary>
internal interface IProxyPath : IAsyncDisposable
{
    string Name { get; }

    string Url { get; }

    /// <summary>What comes before the client's command line, so that it runs where the client should be.</summary>
    IReadOnlyList<string> ClientPrefix { get; }

    /// <summary>The processes whose time is the proxy's.</summary>
    IReadOnlyList<int> ProxyPids { get; }
}
