namespace Pergola.EndToEnd.Tests;

/// <summary>The playground's stack, and requests through what it builds.</summary>
internal sealed class Playground(PergolaProcess server) : IDisposable
{
    public Stack Stack { get; } = Stack.Open(server, Path.Combine(Tools.Root, "examples", "playground"));

    /// <summary>One request from the client in VPC two, through Lattice.</summary>
    public async Task<RunResult> RequestAsync(int secondsMax = 10) => await server.ExecAsync(
        await Stack.OutputAsync("client_vpc"),
        ["--security-group", await Stack.OutputAsync("client_security_group")],
        "curl", "-sS", "--max-time", $"{secondsMax}", "-w", "\n%{http_code}",
        $"http://{await Stack.OutputAsync("service_name")}/");

    /// <summary>
    /// Asks until the answer is as it should be, at most so many times: each request is the wait for the next change of
    /// the world, since curl itself waits for connections.
    /// </summary>
    public async Task<RunResult> RequestUntilAsync(Func<RunResult, bool> isRight, string what, int triesMax = 60)
    {
        RunResult? last = null;
        for (var i = 0; i < triesMax; i++)
        {
            last = await RequestAsync();
            if (isRight(last))
            {
                return last;
            }
        }

        Assert.Fail($"{what}: after {triesMax} requests still {last!.Everything}\nserver:\n{server.Log}");
        return last;
    }

    public void Dispose() => Stack.Dispose();
}
