using System.Diagnostics;
using System.Globalization;
using Pergola.Demo;

namespace Pergola.Bench;

/// <summary>
/// Control-plane operations per second: ours with a journal on disk, beside Moto's server, which keeps memory.
/// </summary>
internal static class ControlBench
{
    private const int Operations = 400;
    private const int Clients = 16;

    public static async Task<List<CaseResult>> RunAsync(Action<string> say)
    {
        var data = Directory.CreateTempSubdirectory("pergola-bench-").FullName;
        (double Create, double Describe) us;
        await using (var server = await BenchServer.StartAsync("--data", data))
        {
            say("control: pergola, durable");
            us = await MeasureAsync(server.Api);
        }

        Directory.Delete(data, recursive: true);
        if (Measured.OnPath("moto_server") is not { } moto)
        {
            say("control: moto_server is not on the PATH, no peer");
            return
            [
                CaseResult.Alone(Name("CreateSecurityGroup"), us.Create),
                CaseResult.Alone(Name("DescribeSecurityGroups by id"), us.Describe),
            ];
        }

        say("control: moto_server");
        var peer = await MotoAsync(moto);
        return
        [
            CaseResult.Beside(Name("CreateSecurityGroup") + " (peer: Moto)", us.Create, peer.Create),
            CaseResult.Beside(Name("DescribeSecurityGroups by id") + " (peer: Moto)", us.Describe, peer.Describe),
        ];
    }

    private static string Name(string operation) =>
        string.Create(CultureInfo.InvariantCulture, $"control: {operation}, operations/s, {Clients} clients");

    private static async Task<(double Create, double Describe)> MeasureAsync(ApiClient api)
    {
        var vpc = (await api.Ec2Async("CreateVpc", "CidrBlock", "10.9.0.0/16")).Descendants("vpcId").First().Value;
        var ids = new string[Operations];
        var create = await PerSecondAsync(async i => ids[i] = (await api.Ec2Async(
            "CreateSecurityGroup", "VpcId", vpc, "GroupName", $"group-{i}", "GroupDescription", "bench"))
            .Descendants("groupId").First().Value);
        var describe = await PerSecondAsync(i => api.Ec2Async("DescribeSecurityGroups", "GroupId.1", ids[i]));
        return (create, describe);
    }

    private static async Task<double> PerSecondAsync(Func<int, Task> operation)
    {
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < Operations)
            {
                await operation(i);
            }
        }));
        return Operations / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Create, double Describe)> MotoAsync(string program)
    {
        var port = PeerPath.FreePort();
        using var process = Process.Start(new ProcessStartInfo(
            program, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            // Its first line on standard error says that it listens.
            while (await process.StandardError.ReadLineAsync() is { } line
                && !line.Contains("Running on", StringComparison.Ordinal))
            {
            }

            // What it says later is read as well, or it would stop when the pipe is full.
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            using var api = new ApiClient(new Uri($"http://127.0.0.1:{port}"), "us-east-1");
            return await MeasureAsync(api);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
