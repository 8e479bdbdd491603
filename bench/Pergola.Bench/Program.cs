using System.Globalization;
using System.Text.Json;
using Pergola.Bench;

// A data plane to measure is this program, too.
if (args is [LoopbackPath.Word, var engine, var port, var backendPort, var rules, var logs, var certificates])
{
    await LoopbackPath.ServeAsync(engine, port, backendPort, rules, logs, certificates);
    return 0;
}

// ./pergola bench [start|control|loaded|proxy] [--json]: each case beside its peer, in one run.
var json = args.Contains("--json");

// Five rounds for a figure to believe in; one to see whether it runs: --rounds=1.
const string RoundsOption = "--rounds=";
var rounds = args.FirstOrDefault(a => a.StartsWith(RoundsOption, StringComparison.Ordinal)) is { } option
    ? int.Parse(option.AsSpan(RoundsOption.Length), CultureInfo.InvariantCulture)
    : 5;

// A part of the proxy's cases: --only=TLS.
const string OnlyOption = "--only=";
var only = args.FirstOrDefault(a => a.StartsWith(OnlyOption, StringComparison.Ordinal))?[OnlyOption.Length..];
var wanted = args.Where(a => !a.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
var suites = new (string Name, Func<Action<string>, Task<List<CaseResult>>> RunAsync)[]
{
    ("start", StartBench.RunAsync),
    ("control", ControlBench.RunAsync),
    ("loaded", LoadedBench.RunAsync),
    ("proxy", say => ProxyBench.RunAsync(rounds, say, only)),
};
if (wanted.FirstOrDefault(w => suites.All(s => s.Name != w)) is { } unknown)
{
    Console.Error.WriteLine($"pergola: there is no benchmark '{unknown}'; there are start, control, loaded and proxy.");
    return 2;
}

var results = new List<CaseResult>();
foreach (var suite in suites.Where(s => wanted.Count == 0 || wanted.Contains(s.Name)))
{
    results.AddRange(await suite.RunAsync(line => Console.Error.WriteLine($"  {line}")));
}

if (json)
{
    Console.WriteLine(JsonSerializer.Serialize(results, BenchJson.Default.ListCaseResult));
}
else
{
    CaseTable.Print(results);
}

return results.All(r => r.Met != false) ? 0 : 1;
