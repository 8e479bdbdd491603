using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>Requests and connections through VPC endpoints, from a VPC that is associated with nothing.</summary>
public sealed class EndpointPacketTests
{
    private const int TimedOut = 28;

    [Fact]
    public async Task A_service_and_a_resource_are_reached_by_endpoints_as_their_groups_let()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var one = await world.VpcAsync();
        var subnet = await world.SubnetAsync(one);
        var tasks = await world.GroupAsync(one, "tasks");
        var gate = await world.GroupAsync(one, "gate");
        await world.AllowAsync(tasks, gate);
        await world.AllowAsync(tasks, "169.254.171.0/24");
        await world.EcsServiceAsync("web", await world.DefinitionAsync("web", "hello"), 1, (subnet, tasks), null);
        await world.SteadyAsync("web");
        var address = (await world.AddressesAsync("web")).Values.Single();
        var targets = await world.TargetGroupAsync("web", one);
        await world.Api.LatticeAsync(HttpMethod.Post, $"/targetgroups/{targets["id"]}/registertargets", new JsonObject
        {
            ["targets"] = new JsonArray(new JsonObject { ["id"] = address }),
        });
        var service = await world.ServiceAsync("web", World.Forward((targets, 1)));
        var network = (await world.Api.LatticeAsync(HttpMethod.Get, "/servicenetworks"))["items"]![0]!;
        var resource = await ResourceAsync(world, (one, subnet, gate), address);
        await MadeAsync(world, "/servicenetworkresourceassociations", new JsonObject
        {
            ["serviceNetworkIdentifier"] = (string?)network["id"],
            ["resourceConfigurationIdentifier"] = (string?)resource["id"],
        });
        await world.HealthyAsync(targets, 1);

        var two = await world.VpcAsync();
        var place = await world.SubnetAsync(two);
        var client = await world.GroupAsync(two, "client");
        var door = await world.GroupAsync(two, "door");
        await world.AllowAsync(door, client);
        string[] where = [$"VpcId={two}", $"SubnetId.1={place}", $"SecurityGroupId.1={door}"];
        var toNetwork = await EndpointAsync(
            world, [.. where, "VpcEndpointType=ServiceNetwork", $"ServiceNetworkArn={network["arn"]}"]);
        var toResource = await EndpointAsync(
            world, [.. where, "VpcEndpointType=Resource", $"ResourceConfigurationArn={resource["arn"]}"]);
        var names = await NamesAsync(world, toNetwork, toResource);

        Assert.Equal(3, names.Count);
        Assert.Contains($"{toResource}.{resource["id"]}.4232ccc.vpc-lattice-rsc.ap-northeast-1.on.aws", names);
        foreach (var name in names)
        {
            var answer = await world.CurlAsync(two, client, $"http://{name}/");
            Assert.StartsWith("hello", answer.Output, StringComparison.Ordinal);
        }

        // The service's own name leads nowhere here, but at the endpoint's address it names the service.
        var interfaces = await world.Api.Ec2Async(
            "DescribeNetworkInterfaces", "Filter.1.Name=group-id", $"Filter.1.Value.1={door}");
        Assert.Equal(["true", "true"], interfaces.Elements("requesterManaged"));
        Assert.Equal(["true", "false", "true"], interfaces.Elements("primary"));
        var own = (string)service["dnsEntry"]!["domainName"]!;
        var entrance = interfaces.Elements("privateIpAddress").First();
        Assert.StartsWith(
            "hello",
            (await world.CurlAsync(two, client, $"http://{own}/", 3, "--resolve", $"{own}:80:{entrance}")).Output,
            StringComparison.Ordinal);

        await world.RevokeAsync(door, client);
        foreach (var name in names)
        {
            Assert.Equal(TimedOut, (await world.CurlAsync(two, client, $"http://{name}/")).ExitCode);
        }

        await world.Api.Ec2Async("DeleteVpcEndpoints", $"VpcEndpointId.1={toNetwork}", $"VpcEndpointId.2={toResource}");
        await world.UntilAsync("the endpoints are gone", async () =>
            !(await world.Api.Ec2Async("DescribeVpcEndpoints")).Body.Contains("vpce-", StringComparison.Ordinal));
        await world.Api.Ec2Async("DeleteSecurityGroup", $"GroupId={door}");
        await world.Api.Ec2Async("DeleteSubnet", $"SubnetId={place}");
    }

    private static async Task<JsonObject> ResourceAsync(
        World world, (string Vpc, string Subnet, string Group) place, string address)
    {
        var gateway = await MadeAsync(world, "/resourcegateways", new JsonObject
        {
            ["name"] = "gateway",
            ["vpcIdentifier"] = place.Vpc,
            ["subnetIds"] = new JsonArray(place.Subnet),
            ["securityGroupIds"] = new JsonArray(place.Group),
        });
        return await MadeAsync(world, "/resourceconfigurations", new JsonObject
        {
            ["name"] = "web",
            ["type"] = "SINGLE",
            ["resourceGatewayIdentifier"] = (string?)gateway["id"],
            ["portRanges"] = new JsonArray("80"),
            ["resourceConfigurationDefinition"] = new JsonObject
            {
                ["ipResource"] = new JsonObject { ["ipAddress"] = address },
            },
        });
    }

    private static async Task<JsonObject> MadeAsync(World world, string collection, JsonObject body)
    {
        var made = await world.Api.LatticeAsync(HttpMethod.Post, collection, body);
        await world.UntilAsync($"{made["id"]} is ACTIVE", async () => (string?)(await world.Api.LatticeAsync(
            HttpMethod.Get, $"{collection}/{made["id"]}"))["status"] == "ACTIVE");
        return made;
    }

    private static async Task<string> EndpointAsync(World world, string[] parameters)
    {
        var id = (await world.Api.Ec2Async("CreateVpcEndpoint", parameters)).Element("vpcEndpointId");
        await world.UntilAsync($"{id} is Available", async () => (await world.Api.Ec2Async(
            "DescribeVpcEndpoints", $"VpcEndpointId.1={id}")).Element("state") == "Available");
        return id;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(World world, params string[] endpoints)
    {
        IReadOnlyList<string> names = [];
        await world.UntilAsync("everything behind the endpoints is accessible", async () =>
        {
            var answer = await world.Api.Ec2Async(
                "DescribeVpcEndpointAssociations", [.. endpoints.Select((id, at) => $"VpcEndpointId.{at + 1}={id}")]);
            names = [.. answer.Elements("dnsName")];
            return answer.Elements("associatedResourceAccessibility").All(word => word == "Accessible");
        });
        return names;
    }
}
