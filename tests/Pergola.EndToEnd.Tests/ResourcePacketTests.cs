using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>TCP connections to a resource, from a VPC with the same addresses as the resource's own.</summary>
public sealed class ResourcePacketTests
{
    private const int ConnectionRefused = 7;
    private const int ConnectionReset = 56;

    [Fact]
    public async Task A_resource_is_reached_by_its_ports_alone_and_sees_the_gateway()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var one = await world.VpcAsync();
        var subnet = await world.SubnetAsync(one);
        var tasks = await world.GroupAsync(one, "tasks");
        var gate = await world.GroupAsync(one, "gate");
        await world.AllowAsync(tasks, gate);
        await world.EcsServiceAsync("web", await world.DefinitionAsync("web", "hello"), 1, (subnet, tasks), null);
        await world.SteadyAsync("web");
        var two = await world.VpcAsync();
        await world.SubnetAsync(two);
        var client = await world.GroupAsync(two, "client");

        var gateway = await MadeAsync(world, "/resourcegateways", new JsonObject
        {
            ["name"] = "gateway",
            ["vpcIdentifier"] = one,
            ["subnetIds"] = new JsonArray(subnet),
            ["securityGroupIds"] = new JsonArray(gate),
        });
        var resource = await MadeAsync(world, "/resourceconfigurations", new JsonObject
        {
            ["name"] = "web",
            ["type"] = "SINGLE",
            ["resourceGatewayIdentifier"] = gateway,
            ["portRanges"] = new JsonArray("80"),
            ["resourceConfigurationDefinition"] = new JsonObject
            {
                ["ipResource"] = new JsonObject
                {
                    ["ipAddress"] = (await world.AddressesAsync("web")).Values.Single(),
                },
            },
        });
        var network = (string?)(await world.Api.LatticeAsync(
            HttpMethod.Post, "/servicenetworks", new JsonObject { ["name"] = "network" }))["id"];
        await MadeAsync(world, "/servicenetworkvpcassociations", new JsonObject
        {
            ["serviceNetworkIdentifier"] = network, ["vpcIdentifier"] = two,
        });
        var association = await MadeAsync(world, "/servicenetworkresourceassociations", new JsonObject
        {
            ["serviceNetworkIdentifier"] = network, ["resourceConfigurationIdentifier"] = resource,
        });
        var host = (await world.Api.LatticeAsync(
            HttpMethod.Get, $"/servicenetworkresourceassociations/{association}"))["dnsEntry"]!["domainName"];

        // Only members of the gateway's group may enter the task, so this also shows whom the task sees.
        Assert.StartsWith(
            "hello", (await world.CurlAsync(two, client, $"http://{host}/")).Output, StringComparison.Ordinal);
        Assert.Equal(ConnectionRefused, (await world.CurlAsync(two, client, $"http://{host}:81/")).ExitCode);

        await world.RevokeAsync(tasks, gate);
        Assert.Equal(ConnectionReset, (await world.CurlAsync(two, client, $"http://{host}/", secondsMax: 20)).ExitCode);
    }

    private static async Task<string> MadeAsync(World world, string collection, JsonObject body)
    {
        var id = (string)(await world.Api.LatticeAsync(HttpMethod.Post, collection, body))["id"]!;
        await world.UntilAsync($"{id} is ACTIVE", async () => (string?)(await world.Api.LatticeAsync(
            HttpMethod.Get, $"{collection}/{id}"))["status"] == "ACTIVE");
        return id;
    }
}
