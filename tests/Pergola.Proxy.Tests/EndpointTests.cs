using System.Net;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tests.Twins;
using static Pergola.Proxy.Tests.Twins.Tables;

namespace Pergola.Proxy.Tests;

/// <summary>VPC endpoints: further doors of a VPC, each to a network of its own.</summary>
public abstract class EndpointTests(HttpEngine engine) : EngineTests(engine)
{
    private const string Endpoint = "vpce-1";
    private const string Request = $"GET / HTTP/1.1\r\nHost: {Host}\r\n\r\n";

    [Fact]
    public async Task An_endpoint_leads_to_its_own_network_and_the_VPC_to_the_one_it_is_associated_with()
    {
        await using var plane = await StartAsync(Both());

        Assert.Equal(404, (await plane.AskAsync(Request)).Head.Status);
        using var client = await plane.ConnectAsync(Endpoint);
        Assert.Equal(500, (await client.AskAsync(Request)).Head.Status);
    }

    [Fact]
    public async Task What_an_endpoint_sends_names_its_VPC_and_its_network()
    {
        await using var target = RawTarget.Named("a");
        var table = Both(Forward("tg-a")) with { TargetGroups = [Group("tg-a", At(target))] };
        await using var plane = await StartAsync(table);
        using var client = await plane.ConnectAsync(Endpoint);

        await client.AskAsync(Request);

        var request = Assert.Single(target.Requests);
        Assert.Equal($"SourceVpcArn={table.Vpcs[0].VpcArn}", request["x-amzn-lattice-network"]);
        Assert.Contains("ServiceNetworkArn=arn:other", request["x-amzn-lattice-target"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_goes_closes_its_door_and_leaves_the_VPCs_open()
    {
        var both = Both();
        await using var plane = await StartAsync(both);
        using var client = await plane.ConnectAsync(Endpoint);
        await client.AskAsync(Request);

        await plane.ApplyAsync(both with { Vpcs = [.. both.Vpcs.Select(vpc => vpc with { Endpoints = [] })] });

        Assert.Null(plane.Dataplane.ListenerAt(Endpoint, Port));
        Assert.True(await client.IsClosedAsync());
        Assert.Equal(404, (await plane.AskAsync(Request)).Head.Status);
    }

    private static DataplaneTable Both(RuleActionEntry? behindEndpoint = null)
    {
        var table = Table(Service(Fixed(404)));
        var other = table.Services[0] with
        {
            ServiceId = "svc-other",
            Listeners = [table.Services[0].Listeners[0] with { DefaultAction = behindEndpoint ?? Fixed(500) }],
        };
        var endpoint = new EndpointEntry(
            Endpoint,
            [IPAddress.Parse("10.0.1.20")],
            "arn:other",
            table.Vpcs[0].Ports,
            [new HostEntry(Host, other.ServiceId)]);
        return table with
        {
            Vpcs = [table.Vpcs[0] with { Endpoints = [endpoint] }, table.Vpcs[1]],
            Services = [table.Services[0], other],
        };
    }
}

/// <summary>The promises on event loops.</summary>
public sealed class EndpointByLoopsTests() : EndpointTests(HttpEngine.Loops);

/// <summary>The promises on the general server.</summary>
public sealed class EndpointByKestrelTests() : EndpointTests(HttpEngine.Kestrel);
