using System.Globalization;
using System.Text.Json.Nodes;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests;

/// <summary>
/// Compares JSON with a schema and tells every difference: members that the model does not know or that are null,
/// required members that are absent, and each constraint that does not hold.
/// </summary>
internal static class ShapeCheck
{
    /// <summary>What differs; nothing when the JSON is of that shape.</summary>
    public static IReadOnlyList<string> Differences(Schema schema, JsonNode? value)
    {
        var differences = new List<string>();
        Check(schema, value, "", differences);
        return differences;
    }

    private static void Check(Schema schema, JsonNode? value, string path, List<string> differences)
    {
        switch (schema, value)
        {
            case (_, null):
                differences.Add($"{path} is null");
                break;
            case (StructureSchema structure, JsonObject members):
                CheckStructure(structure, members, path, differences);
                break;
            case (ListSchema list, JsonArray elements):
                // AWS answers with an empty list where nothing was asked for, whatever the model's least number is.
                CheckRange("elements", elements.Count, elements.Count == 0 ? 0 : list.Min, list.Max, path, differences);
                foreach (var element in elements)
                {
                    Check(list.Element, element, $"{path}[]", differences);
                }

                break;
            case (MapSchema map, JsonObject entries):
                CheckRange("entries", entries.Count, map.Min, map.Max, path, differences);
                foreach (var (key, entry) in entries)
                {
                    Check(map.Key, key, $"{path}'s key", differences);
                    Check(map.Value, entry, $"{path}.{key}", differences);
                }

                break;
            default:
                CheckScalar(schema, value.AsValueOrNull(), path, differences);
                break;
        }
    }

    private static void CheckStructure(
        StructureSchema structure, JsonObject members, string path, List<string> differences)
    {
        foreach (var (name, value) in members)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (structure.Members.FirstOrDefault(member => member.Name == name) is { } known)
            {
                Check(known.Target, value, at, differences);
            }
            else
            {
                differences.Add($"{at} is no member of {structure.Name}");
            }
        }

        differences.AddRange(structure.Members
            .Where(member => member.Required && !members.ContainsKey(member.Name))
            .Select(member => $"{path}.{member.Name} is required and absent"));
        if (structure.IsUnion && members.Count != 1)
        {
            differences.Add($"{path} is a union with {members.Count} members");
        }
    }

    private static void CheckScalar(Schema schema, JsonValue? value, string path, List<string> differences)
    {
        switch (schema)
        {
            case StringSchema text when value is not null && value.TryGetValue<string>(out var characters):
                CheckText(text, characters, path, differences);
                break;
            case IntegerSchema integer
                when int.TryParse(value?.ToJsonString(), CultureInfo.InvariantCulture, out var number):
                CheckRange("as value", number, integer.Min, integer.Max, path, differences);
                break;
            case LongSchema integer
                when long.TryParse(value?.ToJsonString(), CultureInfo.InvariantCulture, out var number):
                CheckRange("as value", number, integer.Min, integer.Max, path, differences);
                break;
            case BooleanSchema when value is not null && value.TryGetValue<bool>(out _):
            case DoubleSchema when value is not null && value.TryGetValue<double>(out _):
            case DocumentSchema:
            case TimestampSchema { Format: TimestampFormat.Iso8601 }
                when value is not null && value.TryGetValue<string>(out var moment) && IsIso8601(moment):
            case TimestampSchema { Format: null or TimestampFormat.UnixTimestamp }
                when value is not null && value.TryGetValue<double>(out _):
                break;
            default:
                differences.Add($"{path} is of the wrong type: {value?.ToJsonString()}");
                break;
        }
    }

    private static void CheckText(StringSchema schema, string text, string path, List<string> differences)
    {
        CheckRange("characters", text.Length, schema.MinLength, schema.MaxLength, path, differences);
        if (!schema.Matches(text))
        {
            differences.Add($"{path} '{text}' does not match {schema.Pattern}");
        }

        if (schema.Values is { } values && !values.Contains(text))
        {
            differences.Add($"{path} '{text}' is none of {string.Join(", ", values)}");
        }
    }

    private static void CheckRange(
        string what, long number, long? min, long? max, string path, List<string> differences)
    {
        if (number < min || number > max)
        {
            differences.Add($"{path} has {number} {what}, not {min}..{max}");
        }
    }

    private static bool IsIso8601(string text) => text.EndsWith('Z') && DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);

    private static JsonValue? AsValueOrNull(this JsonNode? node) => node as JsonValue;
}
