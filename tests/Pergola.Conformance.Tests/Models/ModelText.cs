using System.Globalization;
using System.Text.Json.Nodes;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests.Models;

/// <summary>
/// Shapes as text with every constraint that the checker breaks: once from AWS's own description, once from what was
/// generated of it. Where the two texts are equal, what is checked of one holds for the other.
/// </summary>
internal static class ModelText
{
    /// <summary>A shape of a <c>service-2.json</c>.</summary>
    public static string Of(JsonObject shapes, string name, params string[] around)
    {
        var shape = shapes[name]!.AsObject();
        var inner = (string[])[.. around, name];
        string Inner(string member) => Of(shapes, (string)shape[member]!["shape"]!, inner);
        return (string)shape["type"]! switch
        {
            "structure" when around.Contains(name) => name,
            "structure" => Structure(name, shape["union"] is not null, shape["members"]!.AsObject().Select(member =>
                Member(
                    member.Key,
                    Required(shape).Contains(member.Key),
                    (string?)member.Value!["location"] ?? "body",
                    (string?)member.Value["locationName"] ?? member.Key,
                    member.Value["idempotencyToken"] is not null,
                    Of(shapes, (string)member.Value["shape"]!, inner)))),
            "list" => $"list{Range(shape)}<{Inner("member")}>",
            "map" => $"map{Range(shape)}<{Inner("key")}, {Inner("value")}>",
            "string" => String(
                Range(shape),
                (string?)shape["pattern"],
                shape["enum"]?.AsArray().Select(each => (string)each!)),
            "timestamp" => $"timestamp {shape["timestampFormat"]}".TrimEnd().ToUpperInvariant(),
            var simple => $"{simple}{Range(shape)}",
        };
    }

    /// <summary>A schema of ours.</summary>
    public static string Of(Schema schema, params string[] around) => schema switch
    {
        StructureSchema structure when around.Contains(structure.Name) => structure.Name,
        StructureSchema structure => Structure(structure.Name, structure.IsUnion, structure.Members.Select(member =>
            Member(
                member.Name,
                member.Required,
                member.Location.ToString(),
                member.WireName,
                member.IdempotencyToken,
                Of(member.Target, [.. around, structure.Name])))),
        ListSchema list => $"list{Range(list.Min, list.Max)}<{Of(list.Element, around)}>",
        MapSchema map => $"map{Range(map.Min, map.Max)}<{Of(map.Key, around)}, {Of(map.Value, around)}>",
        StringSchema text => String(Range(text.MinLength, text.MaxLength), text.Pattern, text.Values),
        IntegerSchema number => $"integer{Range(number.Min, number.Max)}",
        LongSchema number => $"long{Range(number.Min, number.Max)}",
        BooleanSchema => "boolean",
        DoubleSchema => "double",
        TimestampSchema moment => $"timestamp {moment.Format}".TrimEnd().ToUpperInvariant(),
        BlobSchema blob => $"blob{Range(blob.MinLength, blob.MaxLength)}",
        _ => "document",
    };

    private static HashSet<string> Required(JsonObject structure) =>
        [.. structure["required"]?.AsArray().Select(name => (string)name!) ?? []];

    private static string Structure(string name, bool isUnion, IEnumerable<string> members) =>
        $"{(isUnion ? "union " : "")}{name} {{ {string.Join("; ", members)} }}";

    private static string Member(
        string name, bool isRequired, string location, string wireName, bool isToken, string target) =>
        $"{name}{(isRequired ? "!" : "")}{(isToken ? " token" : "")} "
        + (location.Equals("body", StringComparison.OrdinalIgnoreCase)
            ? target
            : $"{location.ToUpperInvariant()} {wireName} {target}");

    private static string String(string range, string? pattern, IEnumerable<string>? values) =>
        $"string{range}{(pattern is null ? "" : $" /{pattern}/")}"
        + (values is null ? "" : $" [{string.Join(", ", values)}]");

    private static string Range(JsonObject shape) => Range((long?)shape["min"], (long?)shape["max"]);

    private static string Range(long? min, long? max) => min is null && max is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"({min}..{max})");
}
