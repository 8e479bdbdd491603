using System.Text.Json;
using System.Text.Unicode;
using Pergola.Wire.Drafts;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.Json;

/// <summary>
/// Reads JSON by schema, as AWS's services do: null is absent, unknown members are ignored, types are not converted.
/// </summary>
internal sealed class JsonDraftReader(Faults faults)
{
    /// <summary>
    /// Parses a body and fills the values of the members that live in it; an empty body is an empty object. False and a
    /// fault when it is not a JSON object in UTF-8.
    /// </summary>
    public static bool TryReadBody(
        StructureSchema schema, ReadOnlyMemory<byte> body, int depthMax, object?[] values, Faults faults)
    {
        if (!Utf8.IsValid(body.Span))
        {
            faults.Unreadable("The body is not valid UTF-8.");
            return false;
        }

        try
        {
            var json = body.IsEmpty ? "{}"u8 : body.Span;
            var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = depthMax });
            if (root.ValueKind == JsonValueKind.Object)
            {
                new JsonDraftReader(faults).ReadMembers(schema, root, path: "", values);
                return true;
            }

            faults.Unreadable($"The body must be a JSON object, not {Name(root.ValueKind)}.");
        }
        catch (JsonException malformed)
        {
            faults.Unreadable($"The body is not valid JSON: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            // The parser looks at escapes only when a text is taken out: half a surrogate pair is found there.
            faults.Unreadable("A text in the body is not valid Unicode.");
        }

        return false;
    }

    private void ReadMembers(StructureSchema schema, JsonElement json, string path, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var member = schema.Members[i];
            if (member.Location == MemberLocation.Body && json.TryGetProperty(member.Name, out var value))
            {
                values[i] = Read(member.Target, value, Validator.Join(path, member.Name));
            }
        }
    }

    private object? Read(Schema schema, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        switch (schema, json.ValueKind)
        {
            case (StructureSchema structure, JsonValueKind.Object):
                var values = new object?[structure.Members.Count];
                ReadMembers(structure, json, path, values);
                return new Draft.Structure(structure, values);
            case (ListSchema list, JsonValueKind.Array):
                return ReadList(list, json, path);
            case (MapSchema map, JsonValueKind.Object):
                return ReadMap(map, json, path);
            case (DocumentSchema, _):
                return json;
            default:
                var scalar = ReadScalar(schema, json);
                if (scalar is null)
                {
                    var rule = $"{Name(json.ValueKind)} can not be converted to {Name(schema)}";
                    faults.WrongType(path, json.GetRawText(), rule);
                }

                return scalar;
        }
    }

    private Draft.List ReadList(ListSchema schema, JsonElement json, string path)
    {
        var elements = new List<object>(json.GetArrayLength());
        var index = 0;
        foreach (var element in json.EnumerateArray())
        {
            var elementPath = Validator.ElementPath(path, index++);
            if (element.ValueKind == JsonValueKind.Null)
            {
                faults.Missing(elementPath);
            }
            else if (Read(schema.Element, element, elementPath) is { } value)
            {
                elements.Add(value);
            }
        }

        return new Draft.List(schema, elements);
    }

    private Draft.Map ReadMap(MapSchema schema, JsonElement json, string path)
    {
        var entries = new List<KeyValuePair<string, object>>();
        foreach (var property in json.EnumerateObject())
        {
            if (Read(schema.Value, property.Value, Validator.EntryPath(path, property.Name)) is { } value)
            {
                entries.Add(new(property.Name, value));
            }
        }

        return new Draft.Map(schema, entries);
    }

    private static object? ReadScalar(Schema schema, JsonElement json) => (schema, json.ValueKind) switch
    {
        (StringSchema, JsonValueKind.String) => json.GetString(),
        (BooleanSchema, JsonValueKind.True) => true,
        (BooleanSchema, JsonValueKind.False) => false,
        (IntegerSchema, JsonValueKind.Number) => json.TryGetInt32(out var number) ? number : null,
        (LongSchema, JsonValueKind.Number) => json.TryGetInt64(out var number) ? number : null,
        (DoubleSchema, JsonValueKind.Number) => json.TryGetDouble(out var number) ? number : null,
        (BlobSchema, JsonValueKind.String) => json.TryGetBytesFromBase64(out var bytes) ? bytes : null,
        (TimestampSchema { Format: null or TimestampFormat.UnixTimestamp }, JsonValueKind.Number) =>
            json.TryGetDouble(out var seconds) ? TimestampText.FromUnix(seconds) : null,
        (TimestampSchema { Format: { } format and not TimestampFormat.UnixTimestamp }, JsonValueKind.String) =>
            TimestampText.Read(json.GetString()!, format),
        _ => null,
    };

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "STRUCTURE_VALUE",
        JsonValueKind.Array => "LIST_VALUE",
        JsonValueKind.String => "STRING_VALUE",
        JsonValueKind.Number => "NUMBER_VALUE",
        JsonValueKind.True => "TRUE_VALUE",
        JsonValueKind.False => "FALSE_VALUE",
        _ => "NULL_VALUE",
    };

    private static string Name(Schema schema) => schema switch
    {
        StringSchema => "String",
        BooleanSchema => "Boolean",
        IntegerSchema => "Integer",
        LongSchema => "Long",
        DoubleSchema => "Double",
        TimestampSchema => "Timestamp",
        BlobSchema => "Blob",
        ListSchema => "List",
        MapSchema => "Map",
        StructureSchema structure => structure.Name,
        _ => "the member's type",
    };
}
