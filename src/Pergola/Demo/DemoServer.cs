using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pergola.Machine.Linux.Tasks;

namespace Pergola.Demo;

/// <summary>The demo's own server: a process like the one that a user starts, on a free port.</summary>
internal sealed partial class DemoServer : IAsyncDisposable
{
    private static readonly TimeSpan s_startMax = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly int _port;

    private DemoServer(Process process, int port, string mode)
    {
        _process = process;
        _port = port;
        Mode = mode;
    }

    public Uri Endpoint => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"));

    /// <summary>What the server said about how it makes networks.</summary>
    public string Mode { get; }

    public static async Task<DemoServer> StartAsync()
    {
        var process = StartSelf(["up", "--port", "0", "--clock", "fast"]);
        var said = new StringBuilder();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Take(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }

            if (line == "Ready.")
            {
                ready.TrySetResult();
            }
        }

        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => ready.TrySetResult();
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(s_startMax, TimeProvider.System).ConfigureAwait(false);
        string text;
        lock (said)
        {
            text = said.ToString();
        }

        var port = ListensOn().Match(text);
        return port.Success
            ? new DemoServer(
                process,
                int.Parse(port.Groups[1].Value, CultureInfo.InvariantCulture),
                ModeLine().Match(text).Groups[1].Value)
            : throw new DemoException($"the server did not come up:\n{text}");
    }

    /// <summary>One request from the client's VPC; the answer's text, or what went wrong.</summary>
    public async Task<string> RequestAsync(StackOutputs outputs)
    {
        var (_, text) = await RunSelfAsync(
        [
            "exec", outputs.ClientVpc, "--security-group", outputs.ClientSecurityGroup, "--port", Port, "--",
            .. SelfCommand.Current().With("get", $"http://{outputs.ServiceName}/"),
        ]).ConfigureAwait(false);
        return text;
    }

    /// <summary>What the server has on this machine.</summary>
    public async Task<string> InventoryAsync() =>
        (await RunSelfAsync(["inventory", "--port", Port]).ConfigureAwait(false)).Text.Trim();

    /// <summary>Empties the server and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var http = new HttpClient { BaseAddress = Endpoint };
            try
            {
                using var reset = await http.PostAsync(new Uri("/_pergola/reset", UriKind.Relative), null)
                    .ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // A signal for the demo reached its server too, which is ending already.
            }

            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private string Port => _port.ToString(CultureInfo.InvariantCulture);

    private static Process StartSelf(string[] arguments)
    {
        var command = SelfCommand.Current().With(arguments);
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static async Task<(int Code, string Text)> RunSelfAsync(string[] arguments)
    {
        using var process = StartSelf(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
    }

    [GeneratedRegex(@"listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListensOn();

    [GeneratedRegex(@"pergola: (.*)")]
    private static partial Regex ModeLine();
}
