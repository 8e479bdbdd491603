using System.Text.Json.Nodes;

namespace Pergola.EndToEnd.Tests;

/// <summary>Two accounts in one stack: one shares a service network, the other uses it, by Terraform and RAM.</summary>
[Trait("tier", "terraform")]
public sealed class SharingStackTests
{
    [Fact]
    public async Task A_network_is_shared_accepted_used_and_given_back_and_every_plan_after_is_empty()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var stack = Stack.Open(server, Tools.Stack("sharing"));

        await stack.ApplyAsync();
        Assert.Equal("", await stack.PlanAsync());
        var network = await stack.OutputAsync("network");
        var shared = JsonNode.Parse(await stack.JsonOutputAsync("shared"))!.AsArray();
        Assert.Equal([network, network], shared.Select(arn => (string?)arn));

        var changed = await stack.ApplyAsync("changed=true");
        Assert.Contains(" 0 added,", changed, StringComparison.Ordinal);
        Assert.Contains(" 0 destroyed.", changed, StringComparison.Ordinal);
        Assert.Equal("", await stack.PlanAsync("changed=true"));

        await stack.DestroyAsync("changed=true");
        Assert.Equal("nothing", await server.InventoryAsync());
    }
}
