using System.Collections.Immutable;
using System.Text.Json;

namespace Pergola.Planning.Iam.Policies;

/// <summary>The forms of JSON that policies are made of.</summary>
internal static class PolicyJson
{
    /// <summary>Refuses an object with a key that the grammar does not have.</summary>
    public static void OnlyKeys(JsonElement element, string what, string[] keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new PolicyFault($"Syntax errors in policy: the {what} must be an object.");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
            {
                throw new PolicyFault(
                    $"Syntax errors in policy: '{property.Name}' is no field of a {what}; "
                    + $"it has {string.Join(", ", keys)}.");
            }
        }
    }

    /// <summary>The element itself, or the elements of the array that it is.</summary>
    public static IEnumerable<JsonElement> OneOrMany(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    /// <summary>A text.</summary>
    public static string Text(JsonElement element, string field) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw new PolicyFault($"Syntax errors in policy: {field} must be a string.");

    /// <summary>A text or an array of texts.</summary>
    public static ImmutableArray<string> Texts(JsonElement element, string field) =>
        [.. OneOrMany(element).Select(one => Text(one, field))];

    /// <summary>A scalar or an array of scalars, as text: condition values may be numbers and booleans.</summary>
    public static ImmutableArray<string> Scalars(JsonElement element, string field) =>
        [.. OneOrMany(element).Select(one => one.ValueKind switch
        {
            JsonValueKind.String => one.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => one.GetRawText(),
            _ => throw new PolicyFault($"Syntax errors in policy: {field} must be a string, a number or a boolean."),
        })];
}
