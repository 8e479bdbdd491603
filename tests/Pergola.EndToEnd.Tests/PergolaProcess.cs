using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pergola.EndToEnd.Tests;

/// <summary>A server as a user starts it: a process of its own, on a free port.</summary>
internal sealed partial class PergolaProcess : IAsyncDisposable
{
    /// <summary>The longest that anything may take to come true; only what never does gets there.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log;

    private PergolaProcess(Process process, StringBuilder log, int port)
    {
        _process = process;
        _log = log;
        Port = port;
    }

    public int Port { get; }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static async Task<PergolaProcess> StartAsync(params string[] arguments)
    {
        string[] all =
            ["up", "--clock", "fast", .. arguments.Contains("--port") ? arguments : ["--port", "0", .. arguments]];
        var process = Process.Start(new ProcessStartInfo(Tools.Pergola, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var log = new StringBuilder();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => ready.TrySetResult();
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        void Take(string? line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }

            if (line == "Ready.")
            {
                ready.TrySetResult();
            }
        }

        await ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        string text;
        lock (log)
        {
            text = log.ToString();
        }

        var port = ListensOn().Match(text);
        Assert.True(port.Success, $"The server did not come up:\n{text}");
        return new PergolaProcess(process, log, int.Parse(port.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Asks again whenever the state has changed, until it is so.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var bound = new CancellationTokenSource(s_longest);
        using var http = new HttpClient { BaseAddress = new Uri(Endpoint), Timeout = Timeout.InfiniteTimeSpan };
        await using var events = await http.GetStreamAsync(new Uri("/_pergola/events", UriKind.Relative), bound.Token);
        using var lines = new StreamReader(events);
        try
        {
            do
            {
                if (await isSo())
                {
                    return;
                }
            }
            while (await lines.ReadLineAsync(bound.Token) is not null);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
        }

        Assert.Fail($"It never came true that {what}. Server:\n{Log}");
    }

    /// <summary>A command inside a VPC, as <c>./pergola exec</c> runs it.</summary>
    public Task<RunResult> ExecAsync(string target, string[] options, params string[] command) => Run.ProgramAsync(
        Tools.Pergola,
        ["exec", target, .. options, "--port", Port.ToString(CultureInfo.InvariantCulture), "--", .. command]);

    /// <summary>Everything that a server on this port left on the machine.</summary>
    public async Task<string> InventoryAsync()
    {
        var result = await Run.ProgramAsync(
            Tools.Pergola, ["inventory", "--port", Port.ToString(CultureInfo.InvariantCulture)]);
        return result.MustSucceed("inventory").Output.Trim();
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as <c>kill</c> and Ctrl-C do, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var http = new HttpClient { BaseAddress = new Uri(Endpoint) };
            using var reset = await http.PostAsync(new Uri("/_pergola/reset", UriKind.Relative), null);
            await TerminateAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListensOn();
}
