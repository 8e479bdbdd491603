using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Exchange;

/// <summary>Rules decide who answers.</summary>
public abstract class RoutingTests(HttpEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task The_rule_with_the_smallest_priority_wins_and_the_default_comes_last()
    {
        await using var a = RawTarget.Named("a");
        await using var b = RawTarget.Named("b");
        await using var c = RawTarget.Named("c");
        var service = Service(
            Forward("tg-c"),
            Rule(20, Match(path: Prefix("/api")), Forward("tg-b")),
            Rule(10, Match(path: Exact("/api/special")), Forward("tg-a")));
        await using var plane = await StartAsync(
            Table(service, Group("tg-a", At(a)), Group("tg-b", At(b)), Group("tg-c", At(c))));

        Assert.Equal("a", (await plane.GetAsync("/api/special?q=1")).Body);
        Assert.Equal("b", (await plane.GetAsync("/api/other")).Body);
        Assert.Equal("c", (await plane.GetAsync("/")).Body);
    }

    [Fact]
    public async Task A_header_rule_decides_by_what_the_client_sent()
    {
        await using var beta = RawTarget.Named("beta");
        await using var stable = RawTarget.Named("stable");
        var match = Match(
            headers: new HeaderMatchEntry("x-channel", TextMatchKind.Exact, "beta", CaseSensitive: false));
        await using var plane = await StartAsync(Table(
            Service(Forward("tg-stable"), Rule(1, match, Forward("tg-beta"))),
            Group("tg-beta", At(beta)),
            Group("tg-stable", At(stable))));

        Assert.Equal("beta", (await plane.GetAsync("/", "X-Channel: BETA\r\n")).Body);
        Assert.Equal("stable", (await plane.GetAsync("/")).Body);
    }
}

/// <inheritdoc/>
public sealed class RoutingByLoopsTests() : RoutingTests(HttpEngine.Loops);

/// <inheritdoc/>
public sealed class RoutingByKestrelTests() : RoutingTests(HttpEngine.Kestrel);
