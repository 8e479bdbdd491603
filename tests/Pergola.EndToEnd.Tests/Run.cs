using System.Diagnostics;
using System.Text;

namespace Pergola.EndToEnd.Tests;

/// <summary>How a program ended, and what it said.</summary>
internal sealed record RunResult(int ExitCode, string Output, string Error)
{
    public string Everything => $"exit code {ExitCode}\n{Output}\n{Error}";

    public RunResult MustSucceed(string what)
    {
        Assert.True(ExitCode == 0, $"{what} failed: {Everything}");
        return this;
    }
}

/// <summary>Runs programs, never longer than a bound.</summary>
internal static class Run
{
    /// <summary>
    /// Far longer than anything here takes; only a hang gets there, and then it fails instead of hanging.
    /// </summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(4);

    public static async Task<RunResult> ProgramAsync(
        string file,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var bound = new CancellationTokenSource(s_longest);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(
                $"{file} {string.Join(' ', start.ArgumentList)} did not end within {s_longest}:\n{output}\n{error}");
        }

        lock (output)
        {
            lock (error)
            {
                return new RunResult(process.ExitCode, output.ToString(), error.ToString());
            }
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
            {
                text.AppendLine(line);
            }
        }
    }
}
