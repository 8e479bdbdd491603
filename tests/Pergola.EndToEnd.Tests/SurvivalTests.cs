namespace Pergola.EndToEnd.Tests;

/// <summary>What outlives a server, and what does not.</summary>
public sealed class SurvivalTests
{
    [Fact]
    public async Task Tasks_and_everything_acknowledged_outlive_a_killed_server()
    {
        Tools.NeedRoot();
        var data = Directory.CreateTempSubdirectory("pergola-data-").FullName;
        await using (var world = await World.StartAsync("--data", data))
        {
            var vpc = await world.VpcAsync();
            var group = await world.GroupAsync(vpc, "web");
            await world.AllowAsync(group, "0.0.0.0/0");
            var targets = await world.TargetGroupAsync("web", vpc);
            await world.EcsServiceAsync(
                "web", await world.DefinitionAsync("web"), 1, (await world.SubnetAsync(vpc), group),
                    (targets, await world.RoleAsync()));
            var service = await world.ServiceAsync("web", World.Forward((targets, 1)), (vpc, group));
            var url = $"http://{service["dnsEntry"]!["domainName"]}/";
            await world.SteadyAsync("web");
            var (arn, address) = (await world.AddressesAsync("web")).Single();
            var task = arn.Split('/')[^1];
            // The listener is younger than the task: its target waits for a first check before it gets requests.
            Assert.Contains(task, await UntilItAnswersAsync(world, vpc, group, url), StringComparison.Ordinal);
            var acknowledged = new List<string>();
            for (var i = 0; i < 50; i++)
            {
                acknowledged.Add(await world.GroupAsync(vpc, $"group-{i}"));
            }

            await world.CrashAndRestartAsync();

            var kept = (await world.Api.Ec2Async("DescribeSecurityGroups")).Elements("groupId").ToHashSet();
            Assert.All(acknowledged, id => Assert.Contains(id, kept));
            var page = await UntilItAnswersAsync(world, vpc, group, url);
            Assert.Contains(task, page, StringComparison.Ordinal);
            Assert.Equal(address, (await world.AddressesAsync("web"))[arn]);
            await world.SteadyAsync("web");
            Assert.Equal(arn, (await world.AddressesAsync("web")).Single().Key);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_reset_leaves_nothing_on_the_machine()
    {
        Tools.NeedRoot();
        await using var world = await World.StartAsync();
        var vpc = await world.VpcAsync();
        var subnet = await world.SubnetAsync(vpc);
        await world.EcsServiceAsync(
            "web", await world.DefinitionAsync("web"), 2, (subnet, await world.GroupAsync(vpc, "web")), null);
        await world.SteadyAsync("web");
        Assert.NotEqual("nothing", await world.Server.InventoryAsync());

        using var http = new HttpClient();
        using var reset = await http.PostAsync(
            new Uri($"{world.Server.Endpoint}/_pergola/reset"), null, TestContext.Current.CancellationToken);

        Assert.True(reset.IsSuccessStatusCode, $"{reset.StatusCode}");
        Assert.Equal("nothing", await world.Server.InventoryAsync());
        Assert.Empty((await world.Api.Ec2Async("DescribeVpcs")).Elements("vpcId"));
    }

    [Fact]
    public async Task Terminating_a_server_ends_it_cleanly_even_while_requests_hang()
    {
        await using var server = await PergolaProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Endpoint) };
        await using var hangs = await http.GetStreamAsync(
            new Uri("/_pergola/events", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(0, await server.TerminateAsync());
    }

    // Each request is the wait for the next: curl waits for its connection.
    private static async Task<string> UntilItAnswersAsync(World world, string vpc, string group, string url)
    {
        RunResult? last = null;
        for (var tries = 0; tries < 30; tries++)
        {
            last = await world.CurlAsync(vpc, group, url);
            if (last.Output.Trim().EndsWith("200", StringComparison.Ordinal))
            {
                return last.Output;
            }
        }

        Assert.Fail($"No answer after the crash: {last!.Everything}\n{world.Server.Log}");
        return "";
    }
}
