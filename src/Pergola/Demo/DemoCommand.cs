using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pergola.Demo;

/// <summary><c>pergola demo</c>: the playground end to end, on this machine.</summary>
internal static partial class DemoCommand
{
    /// <summary>Requests before the demo says that something did not come to pass; each waits for its answer.</summary>
    private const int RequestsMax = 100;

    public static Command Create()
    {
        var command = new Command("demo", "Runs the playground end to end and cleans up.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            await using var server = await DemoServer.StartAsync().ConfigureAwait(false);
            Say($"A server is up at {server.Endpoint}: {server.Mode}.");
            await TourAsync(server, cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (DemoException error)
        {
            await Console.Error.WriteLineAsync($"pergola: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task TourAsync(DemoServer server, CancellationToken cancellation)
    {
        using var api = new ApiClient(server.Endpoint, "ap-northeast-1");
        using var terraform = await TerraformStack.TryOpenAsync(Examples(), server.Endpoint, Say).ConfigureAwait(false);
        IStack stack = terraform is null ? new ApiStack(api) : terraform;

        await StepAsync(
            $"Two VPCs with the same addresses, an ECS service and VPC Lattice, by {stack.Maker}", async () =>
        {
            await stack.ApplyAsync(1).ConfigureAwait(false);
            return "applied";
        }).ConfigureAwait(false);
        var outputs = await stack.OutputsAsync().ConfigureAwait(false);

        string first = "";
        await StepAsync("A request from VPC two to the service in VPC one, through Lattice", async () =>
        {
            var seen = await AskUntilAsync(server, outputs, tasks => tasks.Count >= 1, cancellation)
                .ConfigureAwait(false);
            first = seen.First();
            return $"answered by task {first}";
        }).ConfigureAwait(false);

        await StepAsync("The same with three tasks", async () =>
        {
            await stack.ApplyAsync(3).ConfigureAwait(false);
            var seen = await AskUntilAsync(server, outputs, tasks => tasks.Count >= 3, cancellation)
                .ConfigureAwait(false);
            return "answered in turn by tasks " + string.Join(", ", seen.Select(Short));
        }).ConfigureAwait(false);

        await StepAsync("A killed task is replaced", async () =>
        {
            await api.EcsAsync("StopTask", new JsonObject { ["cluster"] = outputs.Cluster, ["task"] = first })
                .ConfigureAwait(false);
            var seen = await AskUntilAsync(
                server, outputs, tasks => tasks.Count >= 3 && !tasks.Contains(first), cancellation)
                .ConfigureAwait(false);
            return $"{Short(first)} is gone; now answered by tasks {string.Join(", ", seen.Select(Short))}";
        }).ConfigureAwait(false);

        await StepAsync("A plan", async () => await stack.PlanAsync(3).ConfigureAwait(false) switch
        {
            "" => "no changes",
            null => "the API has none; Terraform would",
            var changes => throw new DemoException($"the plan is not empty:\n{changes}"),
        }).ConfigureAwait(false);

        await StepAsync("Destroy", async () =>
        {
            await stack.DestroyAsync().ConfigureAwait(false);
            var inventory = await server.InventoryAsync().ConfigureAwait(false);
            return inventory == "nothing"
                ? "the inventory of this machine: nothing"
                : throw new DemoException($"something was left behind:\n{inventory}");
        }).ConfigureAwait(false);
    }

    /// <summary>Asks until the tasks that answered lately are as wanted; returns them.</summary>
    private static async Task<SortedSet<string>> AskUntilAsync(
        DemoServer server, StackOutputs outputs, Func<SortedSet<string>, bool> isEnough, CancellationToken cancellation)
    {
        var lately = new Queue<string>();
        var last = "";
        for (var i = 0; i < RequestsMax; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            last = await server.RequestAsync(outputs).ConfigureAwait(false);
            if (TaskOnPage().Match(last) is { Success: true } task)
            {
                lately.Enqueue(task.Groups[1].Value);
                while (lately.Count > 6)
                {
                    lately.Dequeue();
                }
            }

            var tasks = new SortedSet<string>(lately, StringComparer.Ordinal);
            if (isEnough(tasks))
            {
                return tasks;
            }
        }

        throw new DemoException(
            $"after {RequestsMax} requests the answers are still not as expected. The last one:\n{last}");
    }

    private static async Task StepAsync(string what, Func<Task<string>> step)
    {
        Console.Write($"  {what} … ");
        var watch = Stopwatch.StartNew();
        var result = await step().ConfigureAwait(false);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{result} ({watch.Elapsed.TotalSeconds:0.0} s)"));
    }

    private static void Say(string line) => Console.WriteLine($"  {line}");

    private static string Short(string task) => task[..8];

    private static string Examples() => Path.Combine(
        Environment.GetEnvironmentVariable("PERGOLA_ROOT") ?? Environment.CurrentDirectory, "examples", "playground");

    [GeneratedRegex("([0-9a-f]{32})")]
    private static partial Regex TaskOnPage();
}
