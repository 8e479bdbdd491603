using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pergola.Tidy.Tests;

/// <summary>The drawing in ARCHITECTURE.md is the truth about who references whom.</summary>
public sealed partial class RoomTests
{
    [Fact]
    public void Projects_reference_what_the_drawing_says_and_nothing_else()
    {
        var drawn = Drawing();
        var actual = Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), References);

        Assert.Equal(drawn.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        Assert.All(drawn, room => Assert.Equal(
            $"{room.Key} -> {string.Join(' ', room.Value.References.Order(StringComparer.Ordinal))}",
            $"{room.Key} -> {string.Join(' ', actual[room.Key].Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public void Arrows_go_down_the_list_only()
    {
        var rooms = Drawing();
        var order = rooms.Keys.ToList();
        Assert.All(rooms, room => Assert.All(
            room.Value.References, reference => Assert.True(
                order.IndexOf(reference) < order.IndexOf(room.Key), $"{room.Key} -> {reference} goes up")));
    }

    [Fact]
    public void Pure_rooms_reference_pure_rooms_and_no_package()
    {
        var rooms = Drawing();
        foreach (var (name, room) in rooms.Where(room => room.Value.Kind == "pure"))
        {
            Assert.All(room.References, reference => Assert.Equal("pure", rooms[reference].Kind));
            var project = XDocument.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj"));
            Assert.Empty(project.Descendants("PackageReference"));
            Assert.Empty(project.Descendants("FrameworkReference"));
        }
    }

    private static Dictionary<string, Room> Drawing()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        var block = RoomsBlock().Match(text).Groups[1].Value;
        return RoomLine().Matches(block).ToDictionary(
            line => line.Groups["name"].Value,
            line => new Room(
                line.Groups["kind"].Value,
                [.. line.Groups["references"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(r => "Pergola." + r)]));
    }

    private static List<string> References(string project) =>
    [
        .. XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)),
    ];

    private sealed record Room(string Kind, List<string> References);

    [GeneratedRegex("```rooms\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex RoomsBlock();

    [GeneratedRegex(@"^(?<name>\S+)\s+(?<kind>pure|edge|exe)\s+->(?<references>.*)$", RegexOptions.Multiline)]
    private static partial Regex RoomLine();
}
