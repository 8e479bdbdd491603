using System.Globalization;
using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>What the configuration says, the packets obey. Through the API alone, with real tasks and real
/// clients.</summary>
public sealed class PacketTests
{
    private const string Anywhere = "0.0.0.0/0";

    [Fact]
    public async Task Security_groups_and_VPCs_decide_which_packets_arrive()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var (one, subnet, tasks) = await HomeAsync(world);
        var stranger = await world.GroupAsync(one, "stranger");
        var friend = await world.GroupAsync(one, "friend");
        await world.EcsServiceAsync("web", await world.DefinitionAsync("web", "hello"), 1, (subnet, tasks), null);
        await world.SteadyAsync("web");
        var url = $"http://{(await world.AddressesAsync("web")).Values.Single()}/";

        // In one subnet and without a rule: the request hangs, as in AWS, and is not refused.
        Assert.Equal(28, (await world.CurlAsync(one, stranger, url)).ExitCode);

        await world.AllowAsync(tasks, friend);
        Assert.StartsWith("hello", (await world.CurlAsync(one, friend, url)).Output, StringComparison.Ordinal);
        Assert.Equal(28, (await world.CurlAsync(one, stranger, url)).ExitCode);

        await world.RevokeAsync(tasks, friend);
        Assert.Equal(28, (await world.CurlAsync(one, friend, url)).ExitCode);

        await world.AllowAsync(tasks, Anywhere);
        Assert.StartsWith("hello", (await world.CurlAsync(one, stranger, url)).Output, StringComparison.Ordinal);

        // A VPC with the same addresses and one with others: neither has a way there, whatever the rules say.
        foreach (var cidr in (string[])["10.0.0.0/16", "10.7.0.0/16"])
        {
            var other = await world.VpcAsync(cidr);
            await world.SubnetAsync(other, cidr.Replace("0.0/16", "1.0/24", StringComparison.Ordinal));
            var client = await world.GroupAsync(other, "client");
            Assert.NotEqual(0, (await world.CurlAsync(other, client, url)).ExitCode);
        }
    }

    [Fact]
    public async Task Weights_rules_fixed_responses_and_draining_decide_who_answers()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var (vpc, subnet, group) = await HomeAsync(world);
        await world.AllowAsync(group, Anywhere);
        var role = await world.RoleAsync();
        var blue = await world.TargetGroupAsync("blue", vpc);
        var green = await world.TargetGroupAsync("green", vpc);
        await world.EcsServiceAsync("blue", await world.DefinitionAsync("blue", "blue"), 1, (subnet, group),
            (blue, role));
        await world.EcsServiceAsync("green", await world.DefinitionAsync("green", "green"), 1, (subnet, group),
            (green, role));
        var service = await world.ServiceAsync("colours", World.Forward((blue, 50), (green, 50)), (vpc, group));
        var url = $"http://{service["dnsEntry"]!["domainName"]}/";
        await world.SteadyAsync("blue");
        await world.SteadyAsync("green");
        await world.HealthyAsync(blue, 1);
        await world.HealthyAsync(green, 1);

        var even = await world.ManyAsync(vpc, group, url, 60);
        Assert.All(even, line => Assert.EndsWith(" 200 ", line, StringComparison.Ordinal));
        Assert.Contains(even, IsBlue);
        Assert.Contains(even, line => !IsBlue(line));

        await SetDefaultAsync(world, service, World.Forward((blue, 100), (green, 0)));
        Assert.All(await world.ManyAsync(vpc, group, url, 20), line => Assert.True(IsBlue(line), line));

        await AddPathRuleAsync(world, service, "/green", World.Forward((green, 1)));
        Assert.All(await world.ManyAsync(vpc, group, $"{url}green/deep", 10), line => Assert.False(IsBlue(line), line));
        Assert.All(await world.ManyAsync(vpc, group, url, 10), line => Assert.True(IsBlue(line), line));

        await SetDefaultAsync(world, service, World.FixedResponse(404));
        Assert.EndsWith("404", (await world.CurlAsync(vpc, group, url)).Output.Trim(), StringComparison.Ordinal);

        await DrainingTargetsGetNothingNewAsync(world, service, (vpc, group));
    }

    [Fact]
    public async Task A_killed_task_is_replaced_and_a_rolling_update_loses_no_request()
    {
        Tools.NeedRoot();
        Assert.SkipWhen(Tools.OnPath("ip") is null, "ip (iproute2) is not on the PATH");
        await using var world = await World.StartAsync();
        var (vpc, subnet, group) = await HomeAsync(world);
        await world.AllowAsync(group, Anywhere);
        var targets = await world.TargetGroupAsync("web", vpc);
        await world.EcsServiceAsync(
            "web", await world.DefinitionAsync("web", "old"), 1, (subnet, group), (targets, await world.RoleAsync()));
        var service = await world.ServiceAsync("web", World.Forward((targets, 1)), (vpc, group));
        var url = $"http://{service["dnsEntry"]!["domainName"]}/";
        await world.SteadyAsync("web");
        var before = (await world.AddressesAsync("web")).Keys.Single();

        await KillProcessesOfAsync(world, before);
        await world.UntilAsync("another task runs", async () =>
            (await world.AddressesAsync("web")).Keys.Any(arn => arn != before));
        await world.SteadyAsync("web");
        await world.HealthyAsync(targets, 1);
        Assert.All(await world.ManyAsync(vpc, group, url, 5), line => Assert.Equal("old 200 ", line));

        await world.Api.EcsAsync("UpdateService", new JsonObject
        {
            ["cluster"] = "default",
            ["service"] = "web",
            ["taskDefinition"] = await world.DefinitionAsync("web", "new"),
        });
        var steady = world.SteadyAsync("web");
        var answers = new List<string>();
        for (var round = 0; round < 40 && !(steady.IsCompleted && answers.LastOrDefault() == "new 200 "); round++)
        {
            answers.AddRange(await world.ManyAsync(vpc, group, url, 25));
        }

        await steady;
        Assert.All(answers, line => Assert.Contains(line, (string[])["old 200 ", "new 200 "]));
        Assert.Equal("new 200 ", answers[^1]);
    }

    [Fact]
    public async Task A_VPC_with_something_in_it_is_not_deleted_and_the_answer_names_what_is_in_the_way()
    {
        await using var world = await World.StartAsync();
        var vpc = await world.VpcAsync();
        var subnet = await world.SubnetAsync(vpc);

        var refusal = await world.Api.TryEc2Async("DeleteVpc", $"VpcId={vpc}");

        Assert.Equal(400, refusal.Status);
        Assert.Equal("DependencyViolation", refusal.Element("Code"));
        Assert.Contains(vpc, refusal.Element("Message"), StringComparison.Ordinal);
        Assert.Contains(subnet, refusal.Element("Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_and_regions_see_nothing_of_each_other()
    {
        await using var world = await World.StartAsync();
        var vpc = await world.VpcAsync();
        using var otherAccount = new ApiClient(world.Server.Endpoint, account: "111111111111");
        using var otherRegion = new ApiClient(world.Server.Endpoint, region: "eu-west-1");

        Assert.Contains(vpc, (await world.Api.Ec2Async("DescribeVpcs")).Elements("vpcId"));
        Assert.DoesNotContain(vpc, (await otherAccount.Ec2Async("DescribeVpcs")).Elements("vpcId"));
        Assert.DoesNotContain(vpc, (await otherRegion.Ec2Async("DescribeVpcs")).Elements("vpcId"));
        Assert.Equal(
            "InvalidVpcID.NotFound", (await otherAccount.TryEc2Async("DeleteVpc", $"VpcId={vpc}")).Element("Code"));
        Assert.Equal(
            "InvalidVpcID.NotFound", (await otherRegion.TryEc2Async("DeleteVpc", $"VpcId={vpc}")).Element("Code"));
    }

    private static async Task<(string Vpc, string Subnet, string Group)> HomeAsync(World world)
    {
        var vpc = await world.VpcAsync();
        return (vpc, await world.SubnetAsync(vpc), await world.GroupAsync(vpc, "web"));
    }

    private static Task SetDefaultAsync(World world, JsonObject service, JsonObject action) => world.Api.LatticeAsync(
        HttpMethod.Patch,
        $"/services/{service["id"]}/listeners/{service["listener"]}",
        new JsonObject { ["defaultAction"] = action });

    private static Task AddPathRuleAsync(World world, JsonObject service, string prefix, JsonObject action) =>
        world.Api.LatticeAsync(
        HttpMethod.Post,
        $"/services/{service["id"]}/listeners/{service["listener"]}/rules",
        new JsonObject
        {
            ["name"] = "by-path",
            ["priority"] = 10,
            ["match"] = new JsonObject
            {
                ["httpMatch"] = new JsonObject
                {
                    ["pathMatch"] = new JsonObject { ["match"] = new JsonObject { ["prefix"] = prefix } },
                },
            },
            ["action"] = action,
        });

    /// <summary>A group of the tests' own, with the addresses of both tasks; then one of them is
    /// deregistered.</summary>
    private static async Task DrainingTargetsGetNothingNewAsync(
        World world, JsonObject service, (string Vpc, string Group) client)
    {
        var both = await world.TargetGroupAsync("both", client.Vpc);
        var blue = (await world.AddressesAsync("blue")).Values.Single();
        var green = (await world.AddressesAsync("green")).Values.Single();
        await TargetsAsync("registertargets", blue, green);
        await SetDefaultAsync(world, service, World.Forward((both, 1)));
        await world.HealthyAsync(both, 2);
        var url = $"http://{service["dnsEntry"]!["domainName"]}/";
        var shared = await world.ManyAsync(client.Vpc, client.Group, url, 60);
        Assert.Contains(shared, IsBlue);
        Assert.Contains(shared, line => !IsBlue(line));

        await TargetsAsync("deregistertargets", blue);

        Assert.All(
            await world.ManyAsync(client.Vpc, client.Group, url, 20), line => Assert.Equal("green 200 ", line));

        Task<JsonObject> TargetsAsync(string action, params string[] addresses) => world.Api.LatticeAsync(
            HttpMethod.Post,
            $"/targetgroups/{both["id"]}/{action}",
            new JsonObject
            {
                ["targets"] = new JsonArray([.. addresses.Select(a => new JsonObject { ["id"] = a, ["port"] = 80 })]),
            });
    }

    private static async Task KillProcessesOfAsync(World world, string taskArn)
    {
        using var http = new HttpClient { BaseAddress = new Uri(world.Server.Endpoint) };
        var sandbox = JsonNode.Parse(
            await http.GetStringAsync(new Uri($"/_pergola/sandboxes/{taskArn.Split('/')[^1]}", UriKind.Relative)))!;
        var inside = await Run.ProgramAsync(Tools.OnPath("ip")!, ["netns", "pids", (string)sandbox["sandbox"]!]);
        var pids = inside.MustSucceed("ip netns pids").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(pids);
        foreach (var pid in pids)
        {
            using var process = System.Diagnostics.Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            process.Kill();
        }
    }

    private static bool IsBlue(string line) => line == "blue 200 ";
}
