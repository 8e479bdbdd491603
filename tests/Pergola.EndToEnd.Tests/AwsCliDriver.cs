using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>
/// The installed AWS CLI in one process for all commands: it takes a second to start and milliseconds to run. What is
/// run is the CLI's own code, from its parsing of arguments to its exit code. The process ends with these tests, when
/// its input does.
/// </summary>
internal sealed class AwsCliDriver
{
    /// <summary>Far longer than any command takes; only a hang gets there.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private static readonly Lazy<Task<AwsCliDriver?>> s_shared = new(StartAsync);

    private static readonly SemaphoreSlim s_turn = new(1);

    private readonly Process _process;

    private AwsCliDriver(Process process) => _process = process;

    /// <summary>The one process; null where the CLI is not a Python package that can be imported.</summary>
    public static Task<AwsCliDriver?> SharedAsync() => s_shared.Value;

    public async Task<RunResult> RunAsync(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var asked = new JsonObject
        {
            ["arguments"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]),
            ["environment"] = new JsonObject(environment.Select(
                pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        };
        await s_turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(asked.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_longest);
            Assert.True(line is not null, $"The AWS CLI's process ended at: aws {string.Join(' ', arguments)}");
            var answer = JsonNode.Parse(line)!;
            return new RunResult((int)answer["code"]!, (string)answer["output"]!, (string)answer["error"]!);
        }
        finally
        {
            s_turn.Release();
        }
    }

    private static async Task<AwsCliDriver?> StartAsync()
    {
        if (Tools.OnPath("python3") is not { } python)
        {
            return null;
        }

        var process = Process.Start(new ProcessStartInfo(python, [Tools.Client("aws_driver.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return await process.StandardOutput.ReadLineAsync().WaitAsync(s_longest) == "ready"
            ? new AwsCliDriver(process)
            : null;
    }
}
