using Pergola.Core;

namespace Pergola.Machine.Linux.Network;

/// <summary>What is left on the machine, by name.</summary>
internal static class FabricInventory
{
    /// <summary>Namespaces of a prefix, each followed by its links and its packet rules.</summary>
    public static ValueList<string> Of(string prefix) =>
        [.. NamedNetwork.StartingWith(prefix.Length == 0 ? "" : new FabricNames(prefix).All).SelectMany(Contents)];

    private static List<string> Contents(string name)
    {
        List<string> lines = [$"namespace {name}"];
        try
        {
            using var network = NamedNetwork.Open(name);
            using var routes = new RouteSocket(network);
            lines.AddRange(routes.Links()
                .Where(link => link.Name != "lo")
                .Select(link => $"link {link.Name} in {name}: {link.Alias}"));
            if (PacketFilter.StampOf(network) is { Length: > 0 } stamp)
            {
                lines.Add($"rules {stamp} in {name}");
            }
        }
        catch (FabricException e)
        {
            lines.Add($"{name} is not readable: {e.Message}");
        }

        return lines;
    }
}
