using System.Text.RegularExpressions;

namespace Pergola.EndToEnd.Tests;

/// <summary>The playground by the real Terraform, with real packets.</summary>
[Trait("tier", "terraform")]
public sealed partial class PlaygroundTests
{
    [Fact]
    public async Task The_playground_is_applied_answers_obeys_every_change_and_leaves_nothing()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var playground = new Playground(server);

        await playground.Stack.InitAsync();
        await playground.Stack.ApplyAsync();
        var page = await playground.RequestUntilAsync(IsOk, "the first request");
        Assert.Matches(TaskOnPage(), page.Output);
        Assert.Equal("", await playground.Stack.PlanAsync());

        await ThreeTasksAnswerAsync(playground);
        await ASecurityGroupRuleDecidesAsync(playground);
        await AHealthCheckDecidesAsync(playground, server);
        await TheListenersDefaultActionDecidesAsync(playground);

        await playground.Stack.DestroyAsync();
        Assert.Equal("nothing", await server.InventoryAsync());
    }

    [Fact]
    public async Task The_playground_works_without_public_subnets_and_twice_in_a_row()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var playground = new Playground(server);
        for (var round = 0; round < 2; round++)
        {
            await playground.Stack.ApplyAsync("nat=false");
            await playground.RequestUntilAsync(IsOk, $"a request in round {round}");
            Assert.Equal("", await playground.Stack.PlanAsync("nat=false"));
            await playground.Stack.DestroyAsync("nat=false");
            Assert.Equal("nothing", await server.InventoryAsync());
        }
    }

    [Fact]
    public async Task Destroying_works_when_the_roles_policies_are_detached_first()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        await using var server = await PergolaProcess.StartAsync();
        using var playground = new Playground(server);
        await playground.Stack.ApplyAsync("nat=false");
        await playground.RequestUntilAsync(IsOk, "a request");
        string[] attachments =
        [
            "-target=aws_iam_role_policy_attachment.vpc_lattice",
            "-target=aws_iam_role_policy_attachment.service_connect",
            "-target=aws_iam_role_policy_attachment.volumes",
        ];
        (await playground.Stack.TerraformAsync(
            ["destroy", "-auto-approve", "-no-color", "-var", "nat=false", .. attachments]))
            .MustSucceed("detaching the policies");

        await playground.Stack.DestroyAsync("nat=false");

        Assert.Equal("nothing", await server.InventoryAsync());
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_an_apply_comes_back_and_terraform_finishes()
    {
        Tools.NeedRoot();
        Tools.NeedTerraform();
        var data = Directory.CreateTempSubdirectory("pergola-data-").FullName;
        var first = await PergolaProcess.StartAsync("--data", data);
        using var playground = new Playground(first);
        var apply = playground.Stack.TerraformAsync("apply", "-auto-approve", "-no-color");
        await AwsCli.UntilAsync(first, "the cluster exists", AnEcsClusterExistsAsync);
        await first.KillAsync();

        await using var second = await PergolaProcess.StartAsync(
            "--data", data, "--port", first.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var interrupted = await apply;
        if (interrupted.ExitCode != 0)
        {
            // Terraform gives up on a refused connection in some calls; a second apply must then simply finish.
            await playground.Stack.ApplyAsync();
        }

        await playground.RequestUntilAsync(IsOk, "a request after the crash");
        Assert.Equal("", await playground.Stack.PlanAsync());
        await playground.Stack.DestroyAsync();
        Assert.Equal("nothing", await second.InventoryAsync());
        Directory.Delete(data, recursive: true);
    }

    private static async Task ThreeTasksAnswerAsync(Playground playground)
    {
        await playground.Stack.ApplyAsync("desired_count=3");
        var tasks = new HashSet<string>();
        await playground.RequestUntilAsync(
            answer =>
            {
                if (IsOk(answer))
                {
                    tasks.Add(TaskOnPage().Match(answer.Output).Groups[1].Value);
                }

                return tasks.Count == 3;
            },
            "an answer from each of three tasks");
    }

    private static async Task ASecurityGroupRuleDecidesAsync(Playground playground)
    {
        await playground.Stack.ApplyAsync("desired_count=3", "client_may_enter=false");
        var hangs = await playground.RequestUntilAsync(r => r.ExitCode == 28, "a request that times out");
        Assert.DoesNotContain("refused", hangs.Error, StringComparison.OrdinalIgnoreCase);

        await playground.Stack.ApplyAsync("desired_count=3");
        await playground.RequestUntilAsync(IsOk, "a request once the rule is back");
    }

    private static async Task AHealthCheckDecidesAsync(Playground playground, PergolaProcess server)
    {
        await playground.Stack.ApplyAsync("desired_count=1", "health_check_path=/missing");
        // ECS replaces an unhealthy task at once, so the status itself may be gone before anyone can ask for it.
        await AwsCli.UntilAsync(server, "ECS finds the task unhealthy", async cli =>
        {
            var events = await cli.TextAsync(
                "ecs", "describe-services", "--cluster", "playground", "--services", "webserver",
                "--query", "services[0].events[].message");
            return events.Contains("is unhealthy", StringComparison.Ordinal);
        });

        await playground.Stack.ApplyAsync();
        await playground.RequestUntilAsync(IsOk, "a request once the path is right again");
    }

    private static async Task TheListenersDefaultActionDecidesAsync(Playground playground)
    {
        await playground.Stack.ApplyAsync("answer_with_404=true");
        await playground.RequestUntilAsync(
            r => r.Output.EndsWith("\n404\n", StringComparison.Ordinal), "the fixed answer");

        await playground.Stack.ApplyAsync();
        await playground.RequestUntilAsync(IsOk, "a request once the listener forwards again");
    }

    private static async Task<bool> AnEcsClusterExistsAsync(AwsCli cli) =>
        (await cli.TextAsync("ecs", "list-clusters", "--query", "clusterArns"))
            .Contains("playground", StringComparison.Ordinal);

    private static bool IsOk(RunResult answer) => answer.Output.EndsWith("\n200\n", StringComparison.Ordinal);

    [GeneratedRegex("([0-9a-f]{32})")]
    private static partial Regex TaskOnPage();
}
