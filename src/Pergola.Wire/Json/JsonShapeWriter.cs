using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Json;

/// <summary>Writes shapes as JSON. Absent members are omitted, never null: some SDKs fail on null.</summary>
internal static class JsonShapeWriter
{
    // AWS escapes only what JSON asks for; nobody puts these answers into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The members that live in the body, in the model's order.</summary>
    public static void WriteMembers(Utf8JsonWriter json, StructureSchema schema, object structure)
    {
        foreach (var member in schema.Members)
        {
            if (member.Location == MemberLocation.Body && member.Get(structure) is { } value)
            {
                json.WritePropertyName(member.Name);
                Write(json, member.Target, value);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, Schema schema, object value)
    {
        switch (schema, value)
        {
            case (StructureSchema structure, _):
                json.WriteStartObject();
                WriteMembers(json, structure, value);
                json.WriteEndObject();
                break;
            case (ListSchema list, _):
                json.WriteStartArray();
                foreach (var element in list.Elements(value))
                {
                    Write(json, list.Element, element);
                }

                json.WriteEndArray();
                break;
            case (MapSchema map, _):
                json.WriteStartObject();
                foreach (var (key, entry) in map.Entries(value))
                {
                    json.WritePropertyName(key);
                    Write(json, map.Value, entry);
                }

                json.WriteEndObject();
                break;
            default:
                WriteScalar(json, schema, value);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, Schema schema, object value)
    {
        switch (schema, value)
        {
            case (TimestampSchema { Format: null or TimestampFormat.UnixTimestamp }, DateTimeOffset moment):
                json.WriteNumberValue(TimestampText.ToUnix(moment));
                break;
            case (_, int number):
                json.WriteNumberValue(number);
                break;
            case (_, long number):
                json.WriteNumberValue(number);
                break;
            case (_, double number) when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case (_, bool flag):
                json.WriteBooleanValue(flag);
                break;
            case (_, JsonElement document):
                document.WriteTo(json);
                break;
            default:
                json.WriteStringValue(
                    ScalarText.Write(schema, value, TimestampFormat.Iso8601, withMilliseconds: true));
                break;
        }
    }
}
