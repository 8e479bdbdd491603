using Microsoft.Extensions.Time.Testing;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests;

/// <summary>What happens when one table follows another.</summary>
public abstract class SwapTests(HttpEngine engine) : EngineTests(engine)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_that_change_under_load_lose_no_request()
    {
        await using var a = RawTarget.Named("a");
        await using var b = RawTarget.Named("b");
        var tables = new[]
        {
            Table(Service(Forward("tg-a")), Group("tg-a", At(a))),
            Table(Service(Forward("tg-b")), Group("tg-b", At(b))),
        };
        await using var plane = await StartAsync(tables[0]);
        using var done = new CancellationTokenSource();

        var clients = Enumerable.Range(0, 4).Select(_ => AskManyAsync(plane, 250)).ToArray();
        var swaps = Task.Run(
            async () =>
            {
                var count = 0;
                while (!done.IsCancellationRequested)
                {
                    await plane.ApplyAsync(tables[++count % tables.Length]);
                }

                return count;
            },
            Cancel);
        var statuses = (await Task.WhenAll(clients)).SelectMany(one => one).ToList();
        await done.CancelAsync();

        Assert.True(await swaps > 1);
        Assert.Equal(1000, statuses.Count(status => status == 200));
    }

    [Fact]
    public async Task A_draining_target_finishes_what_it_has_and_gets_nothing_new()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var old = new RawTarget(async (_, stream) =>
        {
            begun.SetResult();
            await finish.Task;
            await RawTarget.Say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
        });
        await using var fresh = RawTarget.Named("new");
        await using var plane = await StartAsync(Everything(At(old)));
        var idle = new TaskCompletionSource();

        var running = plane.GetAsync("/");
        await begun.Task.WaitAsync(Cancel);
        await plane.ApplyAsync(Everything(At(old, TargetUse.Draining), At(fresh)));
        Assert.Equal(1, Assert.Single(plane.Dataplane.Observe().Targets).InFlight);
        Assert.Equal("new", (await plane.GetAsync("/")).Body);
        plane.Dataplane.Changed += idle.SetResult;
        finish.SetResult();

        Assert.Equal("old", (await running).Body);
        await idle.Task.WaitAsync(Cancel);
        Assert.Equal(0, Assert.Single(plane.Dataplane.Observe().Targets).InFlight);
        Assert.Single(old.Requests);
    }

    [Fact]
    public async Task A_vpc_that_is_gone_has_no_open_socket()
    {
        var begun = new TaskCompletionSource();
        await using var silent = new RawTarget((_, _) =>
        {
            begun.SetResult();
            return Task.CompletedTask;
        });
        await using var plane = await StartAsync(Everything(At(silent)));
        using var client = await plane.ConnectAsync();
        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await begun.Task.WaitAsync(Cancel);

        await plane.ApplyAsync(DataplaneTable.Empty);

        Assert.Equal(0, plane.Sockets.StillOpen(ClientVpc));
        Assert.Equal(0, plane.Sockets.StillOpen(TargetVpc));
        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task A_port_that_no_listener_has_any_more_is_closed_and_idle_connections_with_it()
    {
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)));
        using var client = await plane.ConnectAsync();
        await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        await plane.ApplyAsync(new DataplaneTable(2, [Vpc(ClientVpc), Vpc(TargetVpc)], [], []));

        Assert.Null(plane.Dataplane.ListenerAt(ClientVpc, Port));
        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task A_connection_is_closed_after_its_lifetime()
    {
        var time = new FakeTimeProvider();
        await using var target = RawTarget.Named("x");
        await using var plane = await StartAsync(Everything(At(target)), time);
        using var client = await plane.ConnectAsync();
        await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task A_vpc_that_is_not_on_the_machine_is_a_failure_and_the_others_stand()
    {
        var service = Service(Fixed(404));
        await using var plane = await StartAsync(new DataplaneTable(
            5, [Vpc(ClientVpc, service), Vpc("vpc-missing", service)], [service], []));

        var state = plane.Dataplane.Observe();

        Assert.Equal(5, state.Revision);
        Assert.Equal([ClientVpc], state.Vpcs);
        Assert.Equal("vpc-missing", Assert.Single(state.Failures).Name);
    }

    [Fact]
    public async Task Requests_are_counted_by_listener_and_by_group()
    {
        await using var target = RawTarget.Named("x");
        var service = Service(Forward("tg-a"), Rule(1, Match(path: Exact("/gone")), Fixed(404)));
        await using var plane = await StartAsync(Table(service, Group("tg-a", At(target))));
        using var client = await plane.ConnectAsync();

        await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await client.AskAsync($"GET /gone HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        await client.AskAsync($"GET /gone HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var counts = plane.Dataplane.Count();
        Assert.Equal(new RequestCounts(1, 1, 0, 0, 0), counts.TargetGroups["tg-a"]);
        Assert.True(counts.Listeners["listener-web"].Requests >= 2);
    }

    private static async Task<List<int>> AskManyAsync(Plane plane, int count)
    {
        using var client = await plane.ConnectAsync();
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add((await client.AskAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n")).Head.Status);
        }

        return statuses;
    }
}

/// <inheritdoc/>
public sealed class SwapByLoopsTests() : SwapTests(HttpEngine.Loops);

/// <inheritdoc/>
public sealed class SwapByKestrelTests() : SwapTests(HttpEngine.Kestrel);
