namespace Pergola.Bench;

/// <summary>How fast a server is there, and what it costs while nothing happens.</summary>
internal static class StartBench
{
    private const int Rounds = 5;

    public static async Task<List<CaseResult>> RunAsync(Action<string> say)
    {
        say($"start: {Rounds} starts");
        var ready = new List<double>();
        var memory = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await BenchServer.StartAsync();
            ready.Add(server.ReadyMilliseconds);
            memory.Add(Measured.ResidentMiB(server.Pid));
        }

        return
        [
            CaseResult.Alone("start to Ready., ms, median", Measured.Median(ready)),
            CaseResult.Alone("idle resident memory, MiB, median", Measured.Median(memory)),
        ];
    }
}
