using System.Globalization;
using System.Text.Json;

namespace ModelGen;

/// <summary>Names and types: from the model's to C#'s.</summary>
internal static class Names
{
    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>The property for a member. A property may not be called like its own record.</summary>
    public static string Property(string owner, string member)
    {
        var name = Pascal(member);
        return name == owner || name is "Schema" or "Equals" or "GetHashCode" or "ToString" or "GetType"
            ? name + "Value"
            : name;
    }

    /// <summary>A constant's name for an enumeration value such as <c>vpc-lattice:x.y</c>.</summary>
    public static string Constant(string value)
    {
        var words = value.Split(
            ['_', '-', ' ', '.', ':', '/', '*', '(', ')', ',', '+', '@'], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word =>
            word.All(c => !char.IsLower(c)) ? Pascal(word.ToLowerInvariant()) : Pascal(word)));
        return name.Length == 0 || !char.IsLetter(name[0]) ? "_" + name : name;
    }

    /// <summary>The C# type of a shape, without the question mark.</summary>
    public static string Type(ServiceDescription service, string shapeName)
    {
        var shape = service.Shape(shapeName);
        return shape.Text("type") switch
        {
            "string" => "string",
            "integer" => "int",
            "long" => "long",
            "float" or "double" => "double",
            "boolean" => "bool",
            "timestamp" => "global::System.DateTimeOffset",
            "blob" => "byte[]",
            "list" => $"global::System.Collections.Generic.IReadOnlyList<{Target(service, shape, "member")}>",
            "map" => "global::System.Collections.Generic.IReadOnlyDictionary<string, "
                + $"{Target(service, shape, "value")}>",
            "structure" when shape.Flag("document") => "global::System.Text.Json.JsonElement",
            "structure" => Pascal(shapeName),
            var other => throw new InvalidDataException($"{shapeName}: type '{other}' is not known."),
        };
    }

    public static string Target(ServiceDescription service, JsonElement shape, string part) =>
        Type(service, shape.GetProperty(part).Text("shape")!);

    public static string Literal(string? text) =>
        text is null ? "null" : "@\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "null";
}

/// <summary>Reading of model JSON.</summary>
internal static class ModelJson
{
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static long? Long(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;

    public static IEnumerable<JsonProperty> Members(this JsonElement shape) =>
        shape.TryGetProperty("members", out var members) ? members.EnumerateObject() : [];

    public static HashSet<string> Required(this JsonElement shape) =>
        shape.TryGetProperty("required", out var names)
            ? [.. names.EnumerateArray().Select(n => n.GetString()!)]
            : [];

    public static List<string>? Values(this JsonElement shape) =>
        shape.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : null;
}
