using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Store;

// Commits counters until somebody kills it. Each commit raises one counter and its twin together; when the commit is
// acknowledged a line says so: revision, writer, count. The semicolon tells a whole line from one cut by the kill.
const int Writers = 6;
var scope = new Scope("000000000000", "ap-northeast-1");
await using var ledger = Ledger.Open(new JournalOptions(args[0]) { CompactAfterChanges = 40 });
await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => CountAsync(writer))));

async Task CountAsync(int writer)
{
    while (true)
    {
        var line = await ledger.CommitAsync<string>(
            snapshot =>
            {
                var count = 1 + int.Parse(
                    snapshot.In(scope).Of<Vpc>().Find($"vpc-counter-{writer}")?.CidrBlock ?? "0", provider: null);
                return ($"{snapshot.Revision + 1} {writer} {count};", [
                    Put($"vpc-counter-{writer}", count),
                    Put($"vpc-twin-{writer}", count),
                ]);
            },
            CancellationToken.None);
        await Console.Out.WriteLineAsync(line);
    }
}

Change Put(string id, int count) => new Change.Put(scope, new Vpc { VpcId = id, CidrBlock = $"{count}" });
