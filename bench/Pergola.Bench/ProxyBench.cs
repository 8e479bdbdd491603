using System.Globalization;

namespace Pergola.Bench;

/// <summary>
/// Requests per second and processor time per request through Lattice, beside nginx and HAProxy in front of the same
/// kind of backend. Like is compared with like: our data plane on loopback with the peers on loopback. Besides, the
/// whole product between two VPCs' namespaces with security groups on is compared with our data plane on loopback.
/// Ours writes an access log and counts metrics, but where it is said that it does not. Rounds are interleaved; medians
/// are compared.
/// </summary>
internal static class ProxyBench
{
    private const int SecondsPerRound = 2;

    /// <summary>What the way between namespaces and through security groups may cost.</summary>
    private const double BetweenVpcsMin = 0.85;

    /// <summary>What a thousand rules may cost beside none.</summary>
    private const double ManyRulesMin = 0.9;

    /// <param name="rounds">How often each is measured, after a first time that counts for nothing.</param>
    /// <param name="say">Gets a line for each measurement.</param>
    /// <param name="only">A part of the cases' names; null: all.</param>
    public static async Task<List<CaseResult>> RunAsync(int rounds, Action<string> say, string? only = null)
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
            Backend.WriteFiles(folder);
            ProxyCase.WriteScript(folder);
            await using var lattice = await LatticePath.OpenAsync(folder);
            await using var loops = await LoopbackPath.LoopsAsync(folder);
            await using var rules = await LoopbackPath.ManyRulesAsync(folder);
            await using var quiet = await LoopbackPath.QuietAsync(folder);
            await using var kestrel = await LoopbackPath.KestrelAsync(folder);
            await using var nginx = await PeerPath.NginxAsync(folder);
            TlsFiles.Write(folder);
            await using var secure = await LoopbackPath.TlsAsync(folder);
            await using var secureNginx = await PeerPath.NginxAsync(folder, isTls: true);
            await using var haproxy = Measured.OnPath("haproxy") is null ? null : await PeerPath.HaproxyAsync(folder);
            var results = new List<CaseResult>();
            foreach (var one in ProxyCase.All.Where(each => only is null || each.Name.Contains(only)))
            {
                var isFirst = one == ProxyCase.All[0];
                IProxyPath?[] special = isFirst ? [lattice, rules, quiet, kestrel] : [];
                IProxyPath?[] paths = one.IsTls ? [secure, secureNginx] : [loops, nginx, haproxy, .. special];
                var runs = await MeasureAsync(one, [.. paths.OfType<IProxyPath>()], rounds, folder, say);
                results.AddRange(Compare(one, runs));
            }

            return results;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, List<Run>>> MeasureAsync(
        ProxyCase one, IReadOnlyList<IProxyPath> paths, int rounds, string folder, Action<string> say)
    {
        var runs = paths.ToDictionary(path => path.Name, _ => new List<Run>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var path in paths)
            {
                var run = await MeasureAsync(one, path, folder);
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"proxy: {one.Title}: {path.Name}: {run.PerSecond:N0} requests/s, "
                    + $"{run.CpuMicroseconds:0.0} µs CPU per request"));
                if (round > 0)
                {
                    // The first round warms everybody up.
                    runs[path.Name].Add(run);
                }
            }
        }

        return runs;
    }

    private static IEnumerable<CaseResult> Compare(ProxyCase one, Dictionary<string, List<Run>> runs)
    {
        var us = runs[LoopbackPath.LoopsName];
        foreach (var (peer, theirs) in runs.Where(pair => pair.Value != us))
        {
            // Ourselves under harder conditions, beside ourselves.
            var (condition, conditionMin) = peer switch
            {
                LatticePath.LatticeName => (", between VPCs", BetweenVpcsMin),
                LoopbackPath.RulesName => (", 1,000 rules", ManyRulesMin),
                _ => ("", (double?)null),
            };
            var (ours, other) = condition.Length > 0 ? (theirs, us) : (us, theirs);
            var title = $"proxy: {one.Title}{condition}";
            var peerTitle = condition.Length > 0 ? LoopbackPath.LoopsName : peer;
            var least = conditionMin ?? (one.PerSecondMin.TryGetValue(peer, out var min) ? min : null);
            yield return CaseResult.AtLeast(
                $"{title}, requests/s (peer: {peerTitle})",
                Measured.Median(ours.Select(run => run.PerSecond)),
                Measured.Median(other.Select(run => run.PerSecond)),
                least);
            yield return CaseResult.AtMost(
                $"{title}, CPU µs/request (peer: {peerTitle})",
                Measured.Median(ours.Select(run => run.CpuMicroseconds)),
                Measured.Median(other.Select(run => run.CpuMicroseconds)),
                peer == "nginx" ? one.CpuMax : null);
        }
    }

    private static async Task<Run> MeasureAsync(ProxyCase one, IProxyPath path, string folder)
    {
        var before = Measured.CpuSeconds(path.ProxyPids);
        var output = await Measured.OutputAsync(
        [
            .. path.ClientPrefix, Measured.OnPath("wrk")!, .. one.Arguments(folder, path.Url, SecondsPerRound),
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

    /// <summary>Ends with a slash.</summary>
    string Url { get; }

    /// <summary>What comes before the client's command line, so that it runs where the client should be.</summary>
    IReadOnlyList<string> ClientPrefix { get; }

    /// <summary>The processes whose time is the proxy's.</summary>
    IReadOnlyList<int> ProxyPids { get; }
}
