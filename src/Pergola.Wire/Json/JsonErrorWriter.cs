using System.Text.Json;
using Pergola.Core;

namespace Pergola.Wire.Json;

/// <summary>Writes the members of an error, as <see cref="ApiError.Members"/> promises them.</summary>
internal static class JsonErrorWriter
{
    /// <summary>The message, then what the error's shape has beside it.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ApiError error)
    {
        json.WriteString("message", error.Message);
        foreach (var (name, value) in error.Members)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case IEnumerable<KeyValuePair<string, string>> map:
                json.WriteStartObject();
                foreach (var (key, text) in map)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
                break;
            case IEnumerable<object> list:
                json.WriteStartArray();
                foreach (var element in list)
                {
                    WriteValue(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException(
                    $"An error cannot have a member of type {value.GetType().Name}.", nameof(value));
        }
    }
}
