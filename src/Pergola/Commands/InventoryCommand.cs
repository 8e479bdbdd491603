using System.CommandLine;
using System.Diagnostics;
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

    private static readonly Option<string?> s_folder = new("--runtime-folder") { Hidden = true };

    public static Command Create()
    {
        var command = new Command("inventory", "Lists what Pergola owns on this machine; 'nothing' when nothing.")
        {
            s_port, s_json, s_folder,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var port = parsed.GetValue(s_port)?.ToString(CultureInfo.InvariantCulture);
        List<string> all = [.. LinuxFabric.Leftovers(Instances.Prefix + port + (port is null ? "" : "-"))];
        foreach (var instance in parsed.GetValue(s_folder) is { } folder ? [new(port!, folder, null)] : Wanted(port))
        {
            all.AddRange(instance.Holder is { } holder
                ? await ListInsideAsync(instance, holder, cancellation).ConfigureAwait(false)
                : await ListAsync(instance, cancellation).ConfigureAwait(false));
        }

        all = [.. all.Distinct()];
        Console.WriteLine(
            parsed.GetValue(s_json) ? JsonSerializer.Serialize(all, InventoryJson.Default.ListString)
            : all.Count == 0 ? "nothing"
            : string.Join('\n', all));
        return 0;
    }

    // A server asked for by its port may have containers without having a folder.
    private static IEnumerable<Instance> Wanted(string? port) => port is null
        ? Instances.Known()
        : Instances.Known().Where(instance => instance.Port == port).DefaultIfEmpty(Instances.OfMachine(port));

    private static async Task<IEnumerable<string>> ListAsync(Instance instance, CancellationToken cancellation)
    {
        var things = await ContainersInventory.ListAsync(
            Instances.Prefix + instance.Port, instance.Folder, null, cancellation).ConfigureAwait(false);
        return things.Select(thing => $"{thing.Kind} {thing.Name}");
    }

    // The names of a server's networks mean something only in the namespaces of the server, so the question goes there.
    private static async Task<IEnumerable<string>> ListInsideAsync(
        Instance instance, int holder, CancellationToken cancellation)
    {
        string[] command =
        [
            .. NamespaceHolder.Enter(holder),
            .. SelfCommand.Current().With(
                "inventory", "--json", "--port", instance.Port, "--runtime-folder", instance.Folder),
        ];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output, InventoryJson.Default.ListString)!
            : [$"process {holder} has namespaces that cannot be entered: {(await error.ConfigureAwait(false)).Trim()}"];
    }
}

/// <summary>How the inventory is written; compiled, not reflected.</summary>
[JsonSerializable(typeof(List<string>))]
internal sealed partial class InventoryJson : JsonSerializerContext;
