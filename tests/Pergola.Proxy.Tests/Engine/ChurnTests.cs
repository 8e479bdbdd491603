using System.Net;
using System.Net.Sockets;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Engine;

/// <summary>Everything comes and goes while requests run: none fails, and nothing of it stays.</summary>
public sealed class ChurnTests
{
    private const int Clients = 4;
    private const int RequestsEach = 500;
    private const int Seed = 41;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listeners_services_and_targets_come_and_go_under_load_and_leave_nothing_behind()
    {
        await using var a = RawTarget.Named("a");
        await using var b = RawTarget.Named("b");
        var empty = Everything();
        await using var plane = await Plane.StartAsync(empty);
        var (before, countsBefore) = (await plane.CountAsync(), plane.Dataplane.Count());
        await plane.ApplyAsync(Next(new Random(Seed), a, b));

        var clients = Enumerable.Range(0, Clients).Select(_ => AskManyAsync(plane)).ToArray();
        var changes = await ChangeAsync(plane, a, b, Task.WhenAll(clients));
        var statuses = (await Task.WhenAll(clients)).SelectMany(one => one).ToList();
        await plane.ApplyAsync(empty);

        Assert.True(changes > 1, $"{changes} changes");
        Assert.Equal(Clients * RequestsEach, statuses.Count(status => status == 200));
        await plane.UntilAsync(before.Sockets);
        Assert.Equal(before, await plane.CountAsync());
        Assert.Equal(0, plane.Sockets.StillOpen(TargetVpc));
        Assert.Equal(countsBefore.Listeners.Keys, plane.Dataplane.Count().Listeners.Keys);
        Assert.Equal(countsBefore.TargetGroups.Keys, plane.Dataplane.Count().TargetGroups.Keys);
        Assert.Empty(plane.Log.Errors);
    }

    private static async Task<int> ChangeAsync(Plane plane, RawTarget a, RawTarget b, Task done)
    {
        var random = new Random(Seed);
        var changes = 0;
        while (!done.IsCompleted)
        {
            var table = Next(random, a, b);
            await plane.ApplyAsync(table);

            // A request through each listener that comes and goes, while the next change comes.
            var passing = table.Vpcs[0].Ports.Where(port => port.Port != Port)
                .Select(port => AskInPassingAsync(plane.Dataplane.ListenerAt(ClientVpc, port.Port)!)).ToArray();
            await plane.ApplyAsync(Next(random, a, b));
            await Task.WhenAll(passing);
            changes++;
        }

        return changes;
    }

    // The service of all requests stays, and its group has a target that is ready; all else is drawn.
    private static DataplaneTable Next(Random random, RawTarget a, RawTarget b)
    {
        var (one, other) = random.Next(2) == 0 ? (a, b) : (b, a);
        var stays = Service(Forward("tg-a"));
        var passing = Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0).Select(Passing).ToArray();
        TargetEntry[] targets = random.Next(3) switch
        {
            0 => [At(one)],
            1 => [At(one), At(other)],
            _ => [At(one), At(other, TargetUse.Draining)],
        };
        var groups = Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0).Select(i => Group($"tg-{i}", At(one)));
        return new DataplaneTable(
            1,
            [
                Vpc(ClientVpc, [stays, .. passing]) with
                {
                    Hosts =
                    [
                        new HostEntry(Host, stays.ServiceId),
                        .. passing.Select(service => new HostEntry($"{service.ServiceId}.example", service.ServiceId)),
                    ],
                },
                Vpc(TargetVpc),
            ],
            [stays, .. passing],
            [Group("tg-a", targets), .. groups]);
    }

    private static ServiceEntry Passing(int number) => new(
        $"svc-{number}", $"arn:svc-{number}", TimeSpan.FromSeconds(60),
        [new ListenerEntry($"listener-{number}", Port + number, ListenerProtocol.Http, [], Forward("tg-a"))]);

    private static async Task<List<int>> AskManyAsync(Plane plane)
    {
        using var client = await plane.ConnectAsync();
        var statuses = new List<int>();
        for (var i = 0; i < RequestsEach; i++)
        {
            statuses.Add((await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n")).Head.Status);
        }

        return statuses;
    }

    // A listener that goes may close before it has answered, but not in the middle of an answer.
    private static async Task AskInPassingAsync(IPEndPoint listener)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(listener);
            await client.SendAsync($"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n");
            if (await RawMessage.ReadAsync(client.Stream, Cancel) is { } head)
            {
                Assert.Equal(404, head.Status);
                await RawMessage.ReadBodyAsync(client.Stream, head.BodyLength, Cancel);
            }
        }
        catch (Exception error) when (error is SocketException or IOException and not EndOfStreamException)
        {
            // It went.
        }
    }
}
