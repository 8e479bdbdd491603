using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pergola.Machine.Linux.Network;
using Pergola.Machine.Linux.Tasks;
using Pergola.Server;

namespace Pergola.Commands;

/// <summary>
/// <c>pergola inventory</c>: everything on this machine that belongs to Pergola. Reads the machine, asks no server.
/// </summary>
internal static class InventoryCommand
{
    private static readonly Option<int?> s_port = new("--port")
    {
        Description = "Only what the server on this port owns. Default: what any server of this machine owns.",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "As a JSON array of text." };

    public static Command Create()
    {
        var command = new Command(
            "inventory", "Lists what Pergola owns on this machine; 'nothing' when nothing.") { s_port, s_json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var port = parsed.GetValue(s_port)?.ToString(CultureInfo.InvariantCulture);
        List<string> all = [.. LinuxFabric.Leftovers(Instances.Prefix + port + (port is null ? "" : "-"))];
        foreach (var instance in port is null ? Instances.Known() : [port])
        {
            var things = await ContainersInventory.ListAsync(
                Instances.Prefix + instance, Path.Combine(Instances.RuntimeRoot, instance), null, cancellation)
                .ConfigureAwait(false);
            all.AddRange(things.Select(thing => $"{thing.Kind} {thing.Name}"));
        }

        Console.WriteLine(
            parsed.GetValue(s_json) ? JsonSerializer.Serialize(all, InventoryJson.Default.ListString)
            : all.Count == 0 ? "nothing"
            : string.Join('\n', all));
        return 0;
    }
}

/// <summary>How the inventory is written; compiled, not reflected.</summary>
[JsonSerializable(typeof(List<string>))]
internal sealed partial class InventoryJson : JsonSerializerContext;
