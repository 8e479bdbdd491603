using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pergola.Demo;
using Pergola.Machine.Linux.Tasks;

namespace Pergola.Bench;

/// <summary>A server to measure: the same binary as <c>./pergola up</c>, in a process of its own.</summary>
internal sealed partial class BenchServer : IAsyncDisposable
{
    private readonly Process _process;

    private BenchServer(Process process, int port, double readyMilliseconds)
    {
        _process = process;
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        ReadyMilliseconds = readyMilliseconds;
        Api = new ApiClient(Endpoint, "us-east-1");
    }

    /// <summary>The binary beside this one.</summary>
    public static SelfCommand Binary { get; } = FindBinary();

    public Uri Endpoint { get; }

    public ApiClient Api { get; }

    public int Pid => _process.Id;

    /// <summary>From the start of the process to <c>Ready.</c></summary>
    public double ReadyMilliseconds { get; }

    public static Task<BenchServer> StartAsync(params string[] arguments) => StartAsync(0, arguments);

    /// <summary>On that port, by which the server finds what an earlier one left; 0 takes a free one.</summary>
    public static async Task<BenchServer> StartAsync(int onPort, params string[] arguments)
    {
        var command = Binary.With(
            ["up", "--port", onPort.ToString(CultureInfo.InvariantCulture), "--clock", "fast", .. arguments]);
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var port = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ListensOn().Match(line) is { Success: true } match)
            {
                port = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            }

            if (line == "Ready.")
            {
                return new BenchServer(process, port, watch.Elapsed.TotalMilliseconds);
            }
        }

        throw new InvalidOperationException("The server did not come up.");
    }

    /// <summary>Ends the process at once, as a power cut would; what it made on the machine stays.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var http = new HttpClient { BaseAddress = Endpoint };
            using var reset = await http.PostAsync(new Uri("/_pergola/reset", UriKind.Relative), null);
            using var kill = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        Api.Dispose();
        _process.Dispose();
    }

    // artifacts/bin/Pergola.Bench/CONFIGURATION/ -> artifacts/bin/Pergola/CONFIGURATION/pergola
    private static SelfCommand FindBinary()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return new SelfCommand(Path.Combine(here.Parent!.Parent!.FullName, "Pergola", here.Name, "pergola"));
    }

    [GeneratedRegex(@"listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListensOn();
}
