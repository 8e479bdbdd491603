using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Pergola.Demo;

namespace Pergola.Bench;

/// <summary>
/// A full region: what decisions, lists and a restart cost with 2,000 services of 10 rules and 10 targets loaded. No
/// peer keeps as much and acts on it, so the figures stand beside bars.
/// </summary>
internal static class LoadedBench
{
    private const int Services = 2000;
    private const int RulesPerService = 10;
    private const int TargetsPerGroup = 10;
    private const int Networks = 4;
    private const int Clients = 8;
    private const int Calls = 2000;

    public static async Task<List<CaseResult>> RunAsync(Action<string> say)
    {
        var data = Directory.CreateTempSubdirectory("pergola-bench-").FullName;
        var results = new List<CaseResult>();
        await using var first = await BenchServer.StartAsync(Arguments(data));
        say($"loaded: making {Services} services of {RulesPerService} rules and {TargetsPerGroup} targets");
        var loaded = await LoadAsync(first.Api);
        say("loaded: calls");
        results.AddRange(await CallsAsync(first.Api, loaded));
        results.Add(CaseResult.Alone("loaded: resident memory, MiB", Measured.ResidentMiB(first.Pid)));
        await first.CrashAsync();
        say("loaded: restart");
        await using (var server = await BenchServer.StartAsync(first.Endpoint.Port, Arguments(data)))
        {
            results.Add(CaseResult.Within("loaded: restart to Ready., ms", server.ReadyMilliseconds, 3000));
        }

        Directory.Delete(data, recursive: true);
        return results;
    }

    // AWS's default is a quarter of the groups that so many services want.
    private static string[] Arguments(string data) =>
        ["--data", data, "--quota", $"target-groups-per-region={Services}"];

    private static async Task<Loaded> LoadAsync(ApiClient api)
    {
        var vpc = (await api.Ec2Async("CreateVpc", "CidrBlock", "10.0.0.0/16")).Descendants("vpcId").First().Value;
        var groups = new string[Services];
        await EachAsync(Services, async i => groups[i] = await api.CreateLatticeAsync(
            "/targetgroups", LatticeRequests.TargetGroup(Name("group", i), vpc)));
        await EachAsync(Services, i => RegisterAsync(api, groups[i], i));
        var networks = new string[Networks];
        await EachAsync(Networks, async i => networks[i] = await api.CreateLatticeAsync(
            "/servicenetworks", new JsonObject { ["name"] = Name("network", i) }));
        var services = new string[Services];
        await EachAsync(Services, async i => services[i] = await api.CreateLatticeAsync(
            "/services", new JsonObject { ["name"] = Name("service", i) }));
        var listeners = new string[Services];
        await EachAsync(Services, async i =>
        {
            listeners[i] = await api.CreateLatticeAsync(
                $"/services/{services[i]}/listeners", LatticeRequests.Listener(groups[i]));
            var rules = $"/services/{services[i]}/listeners/{listeners[i]}/rules";
            for (var rule = 1; rule <= RulesPerService; rule++)
            {
                await api.CreateLatticeAsync(rules, Rule(rule, groups[i]));
            }

            await api.LatticeAsync(HttpMethod.Post, "/servicenetworkserviceassociations", new JsonObject
            {
                ["serviceIdentifier"] = services[i],
                ["serviceNetworkIdentifier"] = networks[i % Networks],
            });
        });
        return new Loaded(services, listeners, groups);
    }

    private static Task RegisterAsync(ApiClient api, string group, int i) => api.LatticeAsync(
        HttpMethod.Post,
        $"/targetgroups/{group}/registertargets",
        new JsonObject
        {
            ["targets"] = new JsonArray([.. Enumerable.Range(0, TargetsPerGroup).Select(target => new JsonObject
            {
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"10.0.{i / 200}.{10 + i % 200}"),
                ["port"] = 8000 + target,
            })]),
        });

    private static JsonObject Rule(int priority, string group) => new()
    {
        ["name"] = Name("part", priority),
        ["priority"] = priority,
        ["match"] = new JsonObject
        {
            ["httpMatch"] = new JsonObject
            {
                ["pathMatch"] = new JsonObject { ["match"] = new JsonObject { ["prefix"] = $"/part-{priority}" } },
            },
        },
        ["action"] = LatticeRequests.Forward(group),
    };

    // One call after another on one connection. The bar is for the server's time as the server tells it, without the
    // wait for the disk to say that a change is safe: that is the disk's, and told beside it.
    private static async Task<List<CaseResult>> CallsAsync(ApiClient api, Loaded loaded)
    {
        var results = new List<CaseResult>();
        async Task MeasureAsync(string name, double bar, Func<int, Task> call)
        {
            var times = new List<double>(Calls);
            var ofServer = new List<double>(Calls);
            var ofDisk = new List<double>(Calls);
            for (var i = 0; i < Calls; i++)
            {
                var watch = Stopwatch.GetTimestamp();
                await call(i * 7 % Services);
                times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
                ofDisk.Add(api.Timing["journal"]);
                ofServer.Add(api.Timing["total"] - ofDisk[^1]);
            }

            results.Add(CaseResult.Alone($"loaded: {name}, p50 ms as the client sees it", At(times, 50)));
            results.Add(CaseResult.Alone($"loaded: {name}, p99 ms as the client sees it", At(times, 99)));
            if (At(ofDisk, 99) > 0)
            {
                results.Add(CaseResult.Alone($"loaded: {name}, p99 ms of waiting for the disk", At(ofDisk, 99)));
            }

            results.Add(CaseResult.Alone($"loaded: {name}, p50 ms of the server", At(ofServer, 50)));
            results.Add(CaseResult.Within($"loaded: {name}, p99 ms of the server", At(ofServer, 99), bar));
        }

        await MeasureAsync("GetService", 1, i => api.LatticeAsync(HttpMethod.Get, $"/services/{loaded.Services[i]}"));
        await MeasureAsync(
            "GetTargetGroup", 1, i => api.LatticeAsync(HttpMethod.Get, $"/targetgroups/{loaded.Groups[i]}"));
        await MeasureAsync("ListServices of 100", 5, _ => api.LatticeAsync(HttpMethod.Get, "/services?maxResults=100"));
        await MeasureAsync(
            "ListTargetGroups of 100", 5, _ => api.LatticeAsync(HttpMethod.Get, "/targetgroups?maxResults=100"));
        await MeasureAsync("UpdateService", 1, i => api.LatticeAsync(
            HttpMethod.Patch,
            $"/services/{loaded.Services[i]}",
            new JsonObject { ["idleTimeoutSeconds"] = 60 + i % 9 }));
        await MeasureAsync("UpdateListener", 1, i => api.LatticeAsync(
            HttpMethod.Patch,
            $"/services/{loaded.Services[i]}/listeners/{loaded.Listeners[i]}",
            new JsonObject { ["defaultAction"] = LatticeRequests.Forward(loaded.Groups[i]) }));
        return results;
    }

    private static double At(List<double> values, int percent)
    {
        values.Sort();
        return values[values.Count * percent / 100];
    }

    private static string Name(string kind, int i) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{i}");

    private static async Task EachAsync(int count, Func<int, Task> make)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                await make(i);
            }
        }));
    }

    private sealed record Loaded(string[] Services, string[] Listeners, string[] Groups);
}
