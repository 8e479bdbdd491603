using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Routing;
using Pergola.Proxy.Telemetry;
using Pergola.Proxy.Tests.Twins;
using Pergola.Proxy.Upstream;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests.Routing;

/// <summary>What a new table shares with the one before it.</summary>
public sealed class RoutingTableTests : IDisposable
{
    private readonly DataplaneIdentities _identities = new(
        new TargetConnector(new LoopbackSockets(), new DataplanePlacement.Namespaces(), new FakeTimeProvider()),
        new AccessLog(null, new FakeTimeProvider()),
        () => { });

    [Fact]
    public void A_service_that_did_not_change_is_shared()
    {
        var (before, table) = Start();
        var other = Service(Fixed(404)) with { ServiceId = "svc-other" };

        var after = Next(table with { Services = [.. table.Services, other] }, before);

        Assert.Same(Web(before), Web(after));
    }

    [Fact]
    public void A_service_sees_the_new_targets_of_a_group_that_changed()
    {
        var (before, table) = Start();
        var changed = table.TargetGroups[0] with { Targets = [new TargetEntry(new(16777343), 9, TargetUse.Ready)] };

        var after = Next(table with { TargetGroups = [changed] }, before);

        Assert.NotSame(Web(before), Web(after));
        Assert.Equal("http://127.0.0.1:9", Target(Web(after)!));
        Assert.Null(Target(Web(before)!));
    }

    [Fact]
    public void A_service_sees_a_group_that_came_later_and_one_that_went()
    {
        var (before, table) = Start();

        var without = Next(table with { TargetGroups = [] }, before);
        var with = Next(table, without);

        Assert.NotSame(Web(before), Web(without));
        Assert.NotSame(Web(without), Web(with));
    }

    [Fact]
    public void A_name_that_stays_means_the_service_as_it_is_now_and_a_service_that_went_is_not_found()
    {
        var (before, table) = Start();
        var changed = table.Services[0] with { IdleTimeout = TimeSpan.FromSeconds(600) };

        var after = Next(table with { Services = [changed] }, before);

        Assert.Same(before.Find(ClientVpc)!.Hosts, after.Find(ClientVpc)!.Hosts);
        Assert.Equal(TimeSpan.FromSeconds(600), Web(after)!.IdleTimeout);
        Assert.Null(Web(Next(table with { Services = [] }, after)));
    }

    [Fact]
    public void Names_that_changed_are_found_and_others_are_not()
    {
        var (before, table) = Start();
        var vpc = table.Vpcs[0] with { Hosts = [new HostEntry("new.example", "svc-web")] };

        var after = Next(table with { Vpcs = [vpc] }, before);

        Assert.NotNull(after.Find(ClientVpc)!.Find("new.example"));
        Assert.Null(Web(after));
    }

    public void Dispose() => _identities.Dispose();

    private (RoutingTable Routes, DataplaneTable Table) Start()
    {
        var table = Table(Service(Forward("tg-a")), Group("tg-a"));
        return (Next(table, RoutingTable.Empty), table);
    }

    private RoutingTable Next(DataplaneTable table, RoutingTable before)
    {
        var after = RoutingTable.Compile(table, _identities, before);
        _identities.Keep(table);
        return after;
    }

    private static ServiceRoutes? Web(RoutingTable routes) => routes.Find(ClientVpc)!.Find(Host);

    private static string? Target(ServiceRoutes service)
    {
        var rules = service.Listeners.Find(Port)!.Rules;
        var action = (RouteAction.Forward)rules.Select("GET", "/", new HeaderDictionary());
        return action.Draw.Draw(new SeededEntropy(1))!.Next()?.Prefix;
    }

}
